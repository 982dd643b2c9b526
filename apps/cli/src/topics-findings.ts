import { FAULTS, type TopicsVerified } from '#exchange';

/** What a comparison of the log with the topics found, line by line. */
export function topicsFindings(verified: TopicsVerified): string[] {
  const { events, notDue, messages, duplicates, expired, earlier, faults } = verified;
  const count = (of: number, said: string) => (of === 0 ? [] : [`  ${said.replace('#', String(of))}`]);
  return [
    `${faults.length === 0 ? '✓ 主题与日志一致' : '✗ 主题与日志不一致'}（已发送 ${events} 件，主题中 ${messages} 条）`,
    ...count(duplicates, '重复的 # 条，编号相同，可以认出'),
    ...count(notDue, '尚未发送或者正在发送的 # 件'),
    ...count(expired, '已过主题保存期、无从核对的 # 件'),
    ...count(earlier, '按以前的约定写成、与日志不冲突的 # 条'),
    ...faults.flatMap(({ kind, count: found, places }) => [
      `✗ ${FAULTS[kind]} ${found} 条${found > places.length ? `，先列 ${places.length} 条` : ''}`,
      ...places.map((place) => `    ${place}`),
    ]),
  ];
}
