import { INBOUND_GROUPS } from '#exchange';
import { registerNamed } from '#figures';
import { followerStandings } from '#installation';
import { flag, listOf, moment, type Of, object, orNull, text, whole } from './answers.js';
import { question } from './question.js';

/* How the house itself runs: who follows the log and how far, what is parked, what came in and could not be done. */

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
    const standings = followerStandings(reports, operations.machineNow);
    const models = standings.find(
      ({ report: { name, readModels, state } }) => name === 'read-models' && readModels && state !== 'standby',
    )?.report;
    const { messages } = operations;
    return {
      at: reader.now,
      head: head.position,
      headAt: head.recordedAt,
      followers: standings.map(({ report, title, state, stateTitle, isWell }) => {
        const { name, process, at, lastError } = report;
        // The clock of the deadlines asks the tables, and has no place in the log.
        const position = name === 'deadlines' ? null : (report.position ?? null);
        return {
          ...{ name, title, process, at, state, stateTitle, isWell, position },
          lag: position === null ? null : operations.between(position, head.position),
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
