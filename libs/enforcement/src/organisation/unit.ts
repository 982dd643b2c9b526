import { refuse } from '#eventsourcing';
import { Choice, Continued, Label, Optional, say, Territory, the, UnitRef, Uscc } from '#fields';
import { act, adding } from '../definition/act.js';
import { register } from '../definition/register.js';
import { guardUnitKnown, unitNeed } from '../responsible-unit.js';
import { guardPrefixFree, prefixNeeds, takePrefix } from './held-once.js';

/* 执法单位: 以自己名义执法的机关, 或其派出、派驻的机构 (行政处罚法第十七条、第二十四条). */

export const UNIT_LEVELS = { CITY: '市级', COUNTY: '县（市、区）级', TOWNSHIP: '乡镇（街道）' } as const;
export type UnitLevel = keyof typeof UNIT_LEVELS;

/** 设立执法单位; its id is that of the address. */
export class EstablishUnit {
  @Label('单位名称') name!: string;
  @Choice('层级', UNIT_LEVELS) level!: UnitLevel;
  /** The unit above it in the city's organisation; none for the city bureau. */
  @Optional() @UnitRef('上级单位') parentId?: string;
  /** The territory in which it has jurisdiction. */
  @Territory('行政区划代码') territoryCode!: string;
  @Uscc('统一社会信用代码') uscc!: string;
  /** 机关代字 of its document numbers: 衢综执. */
  @Label('机关代字', { max: 20 }) documentPrefix!: string;
}

@Continued()
export class UnitEstablished extends EstablishUnit {
  @UnitRef('单位编号') unitId!: string;
}

const ARTICLE = '行政处罚法第十七条';
const PHASES = { Unestablished: '未设立', Established: '已设立' } as const;

/** 执法单位, one stream each: `unit-<unitId>`. */
export const unit = register<UnitEstablished, typeof PHASES>({
  name: 'unit',
  path: 'units',
  title: '执法单位',
  noun: '执法单位',
  row: UnitEstablished,
  phases: PHASES,
  acts: [
    act(EstablishUnit, UnitEstablished, {
      title: '设立执法单位',
      article: ARTICLE,
      roles: ['ADMINISTRATOR'],
      to: 'Established',
      forAnyUnit: true,
      says: ({ level, name }) => say`设立${UNIT_LEVELS[level]}执法单位“${the.label(name)}”`,
      needs: ({ parentId, documentPrefix }) => [
        ...(parentId === undefined ? [] : [unitNeed(parentId)]),
        ...prefixNeeds(documentPrefix),
      ],
      // Whoever is above is there before, and never changes: so nobody ever stands above himself, in however many steps.
      decide: ({ parentId, documentPrefix }, _row, context) => {
        const { id, facts } = context;
        if (parentId === id)
          return refuse({
            code: 'unit.own_parent',
            article: ARTICLE,
            message: say`${the.label(parentId)}不能是自己的上级单位；没有上级单位的，不填`,
          });
        return (
          (parentId === undefined ? undefined : guardUnitKnown(context, parentId)) ??
          guardPrefixFree(facts, documentPrefix, id) ??
          adding({ unitId: id }, { elsewhere: takePrefix(documentPrefix, id) })
        );
      },
    }),
  ],
  list: { columns: ['name', 'level', 'parentId', 'territoryCode'], filters: ['level'], sort: 'territoryCode' },
  calledBy: 'name',
  idTitle: '单位编号',
});

export type UnitState = typeof unit.initialState;
