import { ROLES } from '#enforcement';
import type { SecurityKind } from '#eventsourcing';
import { forbidden } from '#platform';
import { instantsOf } from '#statutes';
import { listOf, moment, type Of, object, orNull, text, whole } from './answers.js';
import { choice, day, PAGE, pageOf, words } from './parameters.js';
import { question } from './question.js';
import { NAMES } from './shown.js';

/* What happened at the doors: readable by the auditor, of the people of the units in his sight. */

export const SECURITY_TITLES: Readonly<Record<SecurityKind, string>> = {
  'signed-in': '登录',
  'sign-in-failed': '登录未成功',
  'signed-out': '退出',
  'session-ended': '结束登录',
  'wrong-credential': '无效的令牌或者会话',
  refused: '无权而被拒绝',
  exported: '导出',
};

const ENTRY = object({
  /** The first time in its minute. */
  at: moment,
  kind: text,
  title: text,
  /** Empty where nobody knows who it was. */
  person: text,
  unit: text,
  address: text,
  what: text,
  code: text,
  /** How often within the minute. */
  count: whole,
});
const SECURITY_ANSWER = object({ entries: listOf(ENTRY), next: orNull(text), names: NAMES });
export type SecurityShown = Of<typeof ENTRY>;

export const SECURITY_LOG = question({
  name: 'list_security_log',
  title: '安全日志（审计）',
  tag: '查询',
  path: '/security-log',
  parameters: {
    person: words('人员编号'),
    kind: choice('事件', SECURITY_TITLES),
    from: day('日期起'),
    to: day('日期止'),
    limit: PAGE.limit,
    cursor: PAGE.cursor,
  },
  answer: SECURITY_ANSWER,
  ask: async (reader, { person, kind, from, to, ...page }) => {
    const scope = await reader.scope();
    scope.assertSeesFigures('安全日志');
    if (!reader.person.roles.includes('AUDITOR'))
      throw forbidden(`安全日志只供${ROLES.AUDITOR}查阅`, { roles: ['AUDITOR'] });
    const { entries, next } = await reader.securityLog({
      ...pageOf(page),
      person,
      kind,
      from: from && instantsOf(from).first,
      to: to && instantsOf(to).last,
    });
    await reader.look({ question: '/security-log', filter: { person, kind, from, to } });
    return {
      entries: entries.map((entry) => ({ ...entry, title: SECURITY_TITLES[entry.kind] })),
      next: next ?? null,
      names: await reader.names(
        entries.map((entry) => entry.person),
        entries.map((entry) => entry.unit),
      ),
    };
  },
});
