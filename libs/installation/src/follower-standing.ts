import { type FollowerReport, REPORT_LIMITS } from '#eventsourcing';

/* How those who follow the log stand, put together from what their processes said: for the page and for the command line. */

export const FOLLOWER_STATES = {
  new: '正在启动',
  following: '正常',
  standby: '待命',
  failing: '有故障，正在重试',
  lost: '已让位于新版本，请更换进程',
  stopped: '已停止',
  silent: '没有消息，进程可能已经不在',
} as const;

export interface FollowerStanding {
  readonly report: FollowerReport;
  /** What people call it. */
  readonly title: string;
  /** As it said itself; `silent` once its process says no more. */
  readonly state: keyof typeof FOLLOWER_STATES;
  readonly stateTitle: string;
  readonly isWell: boolean;
}

const TITLES: Readonly<Record<string, string>> = {
  'read-models': '读模型与指标台账',
  deadlines: '期限时钟',
  reactions: '救济进入案件',
  inbox: '收件箱',
  'inbox-replays': '死信重放',
};

/** Relays have the name of their topics before theirs. */
function titleOf(name: string): string {
  if (name.endsWith('.figures-messages')) return '对外消息：数字变动';
  if (name.endsWith('.messages')) return '对外消息：案卷事件';
  return TITLES[name] ?? name;
}

/** How each follower stands at a moment (ISO-8601 UTC). Whoever stopped or fell silent is told only while nobody took his place. */
export function followerStandings(reports: readonly FollowerReport[], now: string): FollowerStanding[] {
  const isOver = ({ state, at }: FollowerReport) =>
    state === 'stopped' || Date.parse(now) - Date.parse(at) > REPORT_LIMITS.silentMs;
  const isReplaced = (report: FollowerReport) =>
    isOver(report) && reports.some(({ name, at }) => name === report.name && at > report.at);
  return reports
    .filter((report) => !isReplaced(report))
    .map((report) => {
      const state = report.state !== 'stopped' && isOver(report) ? 'silent' : report.state;
      return {
        report,
        title: titleOf(report.name),
        state,
        stateTitle: FOLLOWER_STATES[state],
        isWell: state === 'following' || state === 'standby',
      };
    });
}
