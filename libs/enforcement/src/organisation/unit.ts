import { accept, type Need, refuse } from '#eventsourcing';
import { aggregate, command, event, type Stage } from '../definition.js';
import { Choice, Id, Optional, Text, Uscc } from '../fields.js';

export const UNIT_LEVELS = { CITY: '市级', COUNTY: '县（市、区）级', TOWNSHIP: '乡镇（街道）' } as const;
export type UnitLevel = keyof typeof UNIT_LEVELS;

/** 执法单位: 以自己名义执法的机关, 或其派出、派驻的机构 (行政处罚法第十七条、第二十四条). Stored for ever. */
export interface UnitEstablished {
  readonly unitId: string;
  readonly name: string;
  readonly level: UnitLevel;
  /** The unit above it in the city's organisation; none for the city bureau. */
  readonly parentId?: string;
  /** 行政区划代码: the territory in which it has jurisdiction. */
  readonly territoryCode: string;
  /** 统一社会信用代码. */
  readonly uscc: string;
  /** 机关代字 of its document numbers: 衢综执. */
  readonly documentPrefix: string;
}

export type UnitState = { readonly [Property in keyof UnitEstablished]?: UnitEstablished[Property] | undefined };

export class EstablishUnit {
  @Text('单位名称') name!: string;
  @Choice('层级', UNIT_LEVELS) level!: UnitLevel;
  @Optional() @Id('上级单位') parentId?: string;
  @Text('行政区划代码', { min: 6, max: 12 }) territoryCode!: string;
  @Uscc('统一社会信用代码') uscc!: string;
  @Text('机关代字', { max: 20 }) documentPrefix!: string;
  @Id('单位编号') unitId!: string;
}

const establishment: Stage<UnitState> = {
  events: {
    UnitEstablished: event<UnitState, UnitEstablished>({
      title: '设立执法单位',
      describe: (data) => `设立${UNIT_LEVELS[data.level]}执法单位“${data.name}”`,
      evolve: (_state, data) => data,
    }),
  },
  commands: [
    command<UnitState, EstablishUnit>({
      input: EstablishUnit,
      title: '设立执法单位',
      article: '行政处罚法第十七条',
      roles: ['ADMINISTRATOR'],
      creates: true,
      decide: (input, state) =>
        state.unitId === undefined
          ? accept({ type: 'UnitEstablished', data: { ...input } satisfies UnitEstablished })
          : refuse({
              code: 'unit.established',
              article: '行政处罚法第十七条',
              message: `执法单位${state.unitId}已经设立`,
            }),
    }),
  ],
};

/** 执法单位, one stream each: `unit-<unitId>`. */
export const unit = aggregate<UnitState>({
  name: 'unit',
  title: '执法单位',
  initialState: {},
  stages: [establishment],
});

export function unitNeed(unitId: string): Need {
  return { aggregate: unit.name, id: unitId };
}
