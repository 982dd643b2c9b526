import { REPORT_LIMITS } from '#eventsourcing';
import { INBOUND_GROUPS } from '#exchange';
import { registerNamed } from '#figures';
import { flag, listOf, moment, type Of, object, orNull, text, whole } from './answers.js';
import { question } from './question.js';

/* How the house itself runs: who follows the log and how far, what is parked, what came in and could not be done. */

export const FOLLOWER_STATES = {
  new: '正在启动',
  following: '正常',
  standby: '待命',
  failing: '有故障，正在重试',
  lost: '已让位于新版本，请更换进程',
  stopped: '已停止',
} as const;
const SILENT = '没有消息，进程可能已经不在';

export const MODEL_STATES = { following: '正常', rebuilding: '正在重建', waiting: '等待' } as const;

const FOLLOWER = object({
  name: text,
  title: text,
  process: text,
  at: moment,
  state: text,
  stateTitle: text,
  isWell: flag,
  position: orNull(whole),
  /** Events that it is behind; null where that cannot be told. */
  lag: orNull(whole),
  lastError: orNull(text),
});
const MODEL = object({
  name: text,
  title: text,
  state: text,
  stateTitle: text,
  position: whole,
  /** How much of the log a rebuild has behind it, in percent. */
  percent: orNull(whole),
  parkedKeys: whole,
  lastError: orNull(text),
});
const PARKED = object({
  readModel: text,
  title: text,
  key: text,
  stream: text,
  position: whole,
  eventType: text,
  firstSeenAt: moment,
  error: text,
});
const SYSTEM = object({ id: text, title: text, topic: text, kinds: listOf(text), behind: orNull(whole) });
const STATUS_ANSWER = object({
  at: moment,
  head: whole,
  headAt: orNull(moment),
  followers: listOf(FOLLOWER),
  readModels: listOf(MODEL),
  parked: listOf(PARKED),
  /** Connected systems; null where there is no Kafka. */
  systems: orNull(listOf(SYSTEM)),
  /** Why it cannot be told how far the inbox is behind. */
  brokerError: orNull(text),
  deadLetters: object({ open: whole, asked: whole, done: whole, givenUp: whole }),
});
export type StatusAnswer = Of<typeof STATUS_ANSWER>;

const TITLES: Readonly<Record<string, string>> = {
  'read-models': '读模型与指标台账',
  deadlines: '期限时钟',
  reactions: '救济进入案件',
  inbox: '收件箱',
  'inbox-replays': '死信重放',
};

/** What people call a follower; relays have the name of their topics before theirs. */
function titleOf(name: string): string {
  if (name.endsWith('.figures-messages')) return '对外消息：数字变动';
  if (name.endsWith('.messages')) return '对外消息：案卷事件';
  return TITLES[name] ?? name;
}

/** Characters of an error that are shown: its beginning says what it is. */
const ERROR_LENGTH = 300;

export const STATUS = question({
  name: 'get_status',
  title: '运行状态：日志、读模型、对外消息、收件箱和死信',
  tag: '运行',
  path: '/status',
  parameters: {},
  answer: STATUS_ANSWER,
  ask: async (reader) => {
    const operations = reader.operations;
    const [head, reports, parked, behind, counts] = await Promise.all([
      operations.head(),
      operations.reports(),
      operations.parked(),
      operations.behind(),
      operations.letterCounts(),
    ]);
    const isSilent = (at: string) => Date.parse(reader.now) - Date.parse(at) > REPORT_LIMITS.silentMs;
    // Whoever is gone says no more; that he has stopped is told as long as nobody took his place.
    const told = reports.filter(
      (report) =>
        !(report.state === 'stopped' || isSilent(report.at)) ||
        !reports.some(({ name, at }) => name === report.name && at > report.at),
    );
    const models = told.find(
      ({ name, readModels, state }) => name === 'read-models' && readModels && state !== 'standby',
    );
    const { messages } = operations;
    return {
      at: reader.now,
      head: head.position,
      headAt: head.recordedAt,
      followers: told.map(({ name, process, at, state, position = null, lastError }) => {
        const silent = state !== 'stopped' && isSilent(at);
        return {
          name,
          title: titleOf(name),
          process,
          at,
          state: silent ? 'silent' : state,
          stateTitle: silent ? SILENT : FOLLOWER_STATES[state],
          isWell: !silent && (state === 'following' || state === 'standby'),
          position: name === 'deadlines' ? null : position,
          lag: position === null || name === 'deadlines' ? null : operations.between(position, head.position),
          lastError: lastError?.slice(0, ERROR_LENGTH) ?? null,
        };
      }),
      readModels: (models?.readModels ?? []).map(({ name, state, position, parkedKeys, lastError }) => ({
        name,
        title: modelTitle(name),
        state,
        stateTitle: MODEL_STATES[state],
        position,
        percent:
          state === 'rebuilding' ? (head.position === 0 ? 0 : Math.floor((position * 100) / head.position)) : null,
        parkedKeys,
        lastError: lastError?.slice(0, ERROR_LENGTH) ?? null,
      })),
      parked: parked.map(({ readModel, key, stream, position, eventType, firstSeenAt, error }) => ({
        ...{ readModel, title: modelTitle(readModel), key, stream, position, eventType, firstSeenAt },
        error: error.slice(0, ERROR_LENGTH),
      })),
      systems:
        messages === undefined
          ? null
          : messages.senders.map((sender) => {
              const topic = messages.topicOf(sender);
              return {
                id: sender.id,
                title: sender.title,
                topic,
                kinds: sender.kinds.map((kind) => INBOUND_GROUPS[kind]),
                behind: behind.byTopic.get(topic) ?? null,
              };
            }),
      brokerError: behind.error,
      deadLetters: { open: counts.open, asked: counts.asked, done: counts.done, givenUp: counts['given-up'] },
    };
  },
});

/** The table of a register is called as the register is, in the spelling of tables. */
function modelTitle(name: string): string {
  const register = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return registerNamed(register)?.title ?? (name === 'case_overview' ? '案件' : name);
}
