import type { ActWindow, Trigger } from './deadline-clock.js';
import type { DeadlineId } from './deadlines.js';
import { dayOf, instant } from './legal-day.js';
import { periodName } from './rows.js';
import type { Statutes } from './statutes.js';

/**
 * The answer to "when?" for a person: the day, the rule, and every day counted or left out with its reason. `trigger.on`
 * is a day, or an instant for the rules that run in hours.
 */
export function explainDue(statutes: Statutes, rule: DeadlineId, trigger: Trigger): string {
  const deadline = statutes.deadline(rule);
  const title = `${rule} ${deadline.name}`;
  if (trigger.on.length > 10) {
    const due = statutes.dueAt(rule, { at: trigger.on, variant: trigger.variant });
    return [
      `${title}（${due.length}小时）：${clock(due.dueAt)}届满`,
      `依据：${due.article}（自${due.edition}起有效，标记${due.mark}）`,
      `触发：${deadline.trigger} ${clock(due.at)}，自时刻起算，不扣除夜间与休息日（R7）`,
    ].join('\n');
  }
  const due = statutes.due(rule, trigger);
  const variant = due.variant === null ? '' : `，${deadline.variants?.[due.variant]}`;
  const rolled = due.rolledOver ? `（原为${due.nominalDueOn}，末日顺延）` : '';
  const lines = [
    `${title}（${periodName({ unit: due.unit, length: due.length, date: due.dueOn.slice(5) })}${variant}）：${due.dueOn} 届满${rolled}`,
    `依据：${due.article}（自${due.edition}起有效，标记${due.mark}）`,
    `触发：${deadline.trigger} ${due.on}`,
    ...possible(statutes.window(rule, trigger), deadline.sense),
    '',
    ...due.explanation().map(({ day, weekday, ordinal, reason }) => {
      const number = ordinal === null ? '    —' : `第${String(ordinal).padStart(3)}日`;
      return `${day} ${weekday} ${number}  ${reason}`;
    }),
  ];
  return lines.join('\n');
}

/** An instant as people in China read it. */
function clock(iso: string): string {
  const time = instant(iso).toZonedDateTimeISO('Asia/Shanghai').toPlainTime().toString({ smallestUnit: 'second' });
  return `${dayOf(iso)} ${time}（北京时间）`;
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
