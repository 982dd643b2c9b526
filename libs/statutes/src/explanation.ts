import type { CountedDay } from './counting.js';
import type { ActWindow, Trigger } from './deadline-clock.js';
import type { DeadlineId } from './deadlines.js';
import { clockOf } from './legal-day.js';
import { periodName } from './rows.js';
import type { Statutes } from './statutes.js';

/**
 * The answer to "when?" for a person: the day, the rule, and every day counted or left out with its reason. `trigger.on`
 * is a day, or an instant for the rules that run in hours.
 */
export function explainDue(statutes: Statutes, rule: DeadlineId, trigger: Trigger): string {
  const deadline = statutes.deadline(rule);
  const title = `${rule} ${deadline.name}`;
  const caseOf = (variant: string | null) => (variant === null ? '' : `，${deadline.variants?.[variant]}`);
  if (trigger.on.length > 10) {
    const due = statutes.dueAt(rule, { at: trigger.on, variant: trigger.variant });
    return [
      `${title}（${due.length}小时${caseOf(due.variant)}）：${clock(due.dueAt)}届满`,
      `依据：${due.article}（自${due.edition}起有效，标记${due.mark}）`,
      ...noted(due.note),
      `触发：${due.trigger} ${clock(due.at)}，自时刻起算，不扣除夜间与休息日（R7）`,
    ].join('\n');
  }
  const due = statutes.due(rule, trigger);
  const rolled = due.rolledOver ? `（原为${due.nominalDueOn}，末日顺延）` : '';
  const lines = [
    `${title}（${periodName({ unit: due.unit, length: due.length, date: due.dueOn.slice(5) })}${caseOf(due.variant)}）：${due.dueOn} 届满${rolled}`,
    `依据：${due.article}（自${due.edition}起有效，标记${due.mark}）`,
    ...noted(due.note),
    `触发：${due.trigger} ${due.on}`,
    ...extended(trigger.extensions),
    ...possible(statutes.window(rule, trigger), deadline.sense),
    '',
    ...(due.unit === 'DAY' || due.unit === 'WORKING_DAY' ? due.explanation() : joined(due.explanation())).map(line),
  ];
  return lines.join('\n');
}

function extended(granted: Trigger['extensions']): string[] {
  const rounds = (typeof granted === 'number' ? [granted] : (granted ?? [])).filter((units) => units > 0);
  return rounds.length === 0 ? [] : [`延长：${rounds.join('、')}，已计入`];
}

function noted(note: string | null): string[] {
  return note === null ? [] : [`说明：${note}`];
}

/** A day, or a run of days that need no lines of their own, up to `until`. */
type Line = CountedDay & { readonly until?: CountedDay };

/** Months and years are not counted by days: of the days between, a long run of plain ones is one line. */
function joined(days: readonly CountedDay[]): Line[] {
  const lines: Line[] = [];
  for (const day of days) {
    const last = lines.at(-1);
    if (last?.counted === true && day.counted && last.reason === day.reason)
      lines.splice(-1, 1, { ...last, until: day });
    else lines.push(day);
  }
  return lines;
}

function line({ day, weekday, ordinal, reason, until }: Line): string {
  if (until !== undefined) return `${day} 至 ${until.day}  第${ordinal}日至第${until.ordinal}日  ${reason}`;
  const number = ordinal === null ? '    —' : `第${String(ordinal).padStart(3)}日`;
  return `${day} ${weekday} ${number}  ${reason}`;
}

/** An instant as people in China read it. */
function clock(iso: string): string {
  return `${clockOf(iso).replace('T', ' ')}（北京时间）`;
}

function possible(window: ActWindow, sense: string | undefined): string[] {
  switch (sense) {
    case 'AFTER':
    case 'CLEAR_BEFORE':
      return [`最早：${window.firstOn}`];
    case 'EXPIRED_WITHIN':
      return [`可在：${window.firstOn} 至 ${window.lastOn}`];
    default:
      return [];
  }
}
