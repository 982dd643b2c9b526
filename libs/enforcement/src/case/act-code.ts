import { type Refusal, refuse } from '#eventsourcing';
import { ActMoment, Day, OfficialNumber, say, the } from '#fields';
import type { LegalDay } from '#statutes';
import { adding, NOTHING_NEW } from '../definition/act.js';
import type { Stage } from '../definition/stage.js';
import { numberNeeds, takeNumber } from '../document-number.js';
import { unit } from '../organisation/unit.js';
import { SOURCE_SYSTEMS } from '../terms.js';
import { act } from './act.js';
import { WhichParties } from './parts.js';
import { type CaseState, isDecidedOffPlatform } from './state.js';

/*
 * 赋码 (DOMAIN 4.4): 行政行为码, one for each penalty decided on the platform, `XZ-<USCC>-<KIND2>-<YYYY>-<SEQ8>-<CK1>`. The
 * composition is the bureau's own: no published rule was found.
 */

// ---- events, stored for ever

export class ActCodeAssigned {
  @OfficialNumber('行政行为码') actCode!: string;
  @ActMoment('赋码时刻') assignedAt!: string;
  @OfficialNumber('决定书文号') decisionNo!: string;
  @Day('决定日期') decidedOn!: LegalDay;
  @WhichParties() partyIds?: readonly string[];
}

// ---- commands

/** 赋码: everything about it follows from the case. */
export class AssignActCode {
  @WhichParties() partyIds?: readonly string[];
}

// ---- the code

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * Check character over the letters and digits of a code without its hyphens: ISO/IEC 7064, MOD 37,36. It detects every
 * wrong character and, but for one in six hundred, the swap of two neighbours.
 */
export function actCodeCheckCharacter(body: string): string {
  let product = ALPHABET.length;
  for (const character of body.replaceAll('-', '')) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) throw new Error(`行政行为码中不能有“${character}”`);
    const sum = (product + value) % ALPHABET.length || ALPHABET.length;
    product = (sum * 2) % (ALPHABET.length + 1);
  }
  return ALPHABET[(ALPHABET.length + 1 - product) % ALPHABET.length]!;
}

/** Two letters for the kind of act; penalties are the only acts coded so far. */
const KIND = { PENALTY: 'CF' } as const;

/** Composes a code. `seq` is the unit's own count of the year, from 1. */
export function actCodeOf(act: { readonly uscc: string; readonly year: number; readonly seq: number }): string {
  const body = `XZ-${act.uscc}-${KIND.PENALTY}-${act.year}-${String(act.seq).padStart(8, '0')}`;
  return `${body}-${actCodeCheckCharacter(body)}`;
}

// ---- guards

const ARTICLE = '行政处罚赋码规则（平台案件处罚即赋，一决定一码）';

/** G29: penalties decided on the platform, and only those. */
function guardCoded(state: CaseState): Refusal | undefined {
  if (isDecidedOffPlatform(state))
    return refuse({
      code: 'act_code.off_platform',
      article: ARTICLE,
      message: `案件来自${SOURCE_SYSTEMS[state.sourceSystem]}，不在平台办理，不赋码`,
    });
  if (state.decision === undefined)
    return refuse({
      code: 'act_code.no_decision',
      article: ARTICLE,
      message: '案件还没有作出处罚决定，决定以后才能赋码',
    });
  if (state.decision.outcome !== 'PENALTY')
    return refuse({
      code: 'act_code.no_penalty',
      article: ARTICLE,
      message: '本案没有给予行政处罚，行政处罚码只赋予处罚决定',
    });
  return undefined;
}

export const actCode: readonly Stage<CaseState>[] = [
  act(AssignActCode, ActCodeAssigned, {
    title: '赋码',
    article: ARTICLE,
    roles: ['OFFICER', 'REGISTRAR'],
    // The register also names the unit, whose 统一社会信用代码 is part of the code.
    needs: (_input, { unitId, decision }) =>
      decision === undefined ? [] : numberNeeds(unitId, 'ACT_CODE', decision.decidedOn),
    says: ({ decisionNo, actCode }) => say`${the.label(decisionNo)}赋行政行为码${the.label(actCode)}`,
    may: (state) => (state.actCode === undefined ? guardCoded(state) : undefined),
    decide: (_input, { actCode, decision, unitId, caseId }, { facts, now }) => {
      // One decision, one code: asking again finds the code in place.
      if (actCode !== undefined) return NOTHING_NEW;
      const { decisionNo, decidedOn } = decision!;
      const { uscc } = facts.get(unit, unitId);
      if (uscc === undefined)
        return refuse({
          code: 'unit.unknown',
          article: ARTICLE,
          message: say`${the.unit(unitId)}没有设立，请先登记单位及其统一社会信用代码`,
        });
      const { seq, write } = takeNumber(facts, { unitId, kind: 'ACT_CODE', on: decidedOn, takenFor: caseId });
      const code = actCodeOf({ uscc, year: Number(decidedOn.slice(0, 4)), seq });
      return adding({ actCode: code, assignedAt: now, decisionNo, decidedOn }, { elsewhere: [write] });
    },
    evolve: (_state, { actCode }) => ({ actCode }),
  }),
];
