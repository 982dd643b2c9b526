import type { InboxVerified } from '#installation';

/** What a comparison of the inbox with the commands found, line by line. */
export function inboxFindings(verified: InboxVerified): string[] {
  const { messages, done, unchanged, laidAside, notDue, missing, missingCount } = verified;
  const count = (of: number, said: string) => (of === 0 ? [] : [`  ${said.replace('#', String(of))}`]);
  const more = missingCount > missing.length ? `，先列 ${missing.length} 条` : '';
  return [
    `${missingCount === 0 ? '✓ 收到的消息都有下落' : '✗ 有的消息没有下落'}（主题中 ${messages} 条）`,
    ...count(done, '成为命令、已经记录的 # 条'),
    ...count(unchanged, '所说已经成立、只作答复的 # 条'),
    ...count(laidAside, '未能办理、成为死信的 # 条'),
    ...count(notDue, '尚未办理的 # 条'),
    ...(missingCount === 0 ? [] : [`✗ 收件箱已经越过、既没有命令也没有死信的 ${missingCount} 条${more}`]),
    ...missing.map((place) => `    ${place}`),
  ];
}
