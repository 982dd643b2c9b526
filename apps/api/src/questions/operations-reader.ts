import {
  type DeadLetterStep,
  DeadLetterStepError,
  type DeadLetters,
  type DeadLettersPage,
  type DeadLettersQuery,
  eventsBetween,
  type FollowerReport,
  inTime,
  type KeptDeadLetter,
  type Parked,
  type Position,
} from '#eventsourcing';
import type { MessagesHere } from '#installation';
import { forbidden, notFound, type Person, ProblemError, problem } from '#platform';
import type { ApiOptions } from '../api-options.js';
import { pageAt } from './page-at.js';

export const OPERATIONS_LIMITS = {
  /** Waiting for the broker longer than this, the page is shown without what it would say. */
  brokerMs: 3_000,
} as const;

const RUNS_IT = '运行状态只供系统管理员查阅和处理';

/** How the house itself runs, as the one person may see it who looks after it. */
export class OperationsReader {
  constructor(
    private readonly person: Person,
    private readonly options: ApiOptions,
    private readonly now: string,
  ) {
    if (!person.roles.includes('ADMINISTRATOR')) throw forbidden(RUNS_IT, { roles: ['ADMINISTRATOR'] });
  }

  /** The time by which processes report: the machine's, whatever the clock of a demonstration says. */
  get machineNow(): string {
    return this.options.demonstration === undefined ? this.now : new Date().toISOString();
  }

  /** Where the log ends. */
  async head(): Promise<{ readonly position: Position; readonly recordedAt: string | null }> {
    const { position, recordedAt = null } = await this.options.store.head();
    return { position, recordedAt };
  }

  /** Events between two positions; null where the store's positions do not tell. */
  between(after: Position, upTo: Position): number | null {
    return eventsBetween(this.options.store, after, upTo) ?? null;
  }

  /** What processes said of their followers. */
  reports(): Promise<FollowerReport[]> {
    return this.options.reports.list();
  }

  /** Keys that read models do not follow any more. */
  async parked(): Promise<Parked[]> {
    const { readModelStore, projection = 'main' } = this.options;
    const { readModels } = await readModelStore.load(projection);
    return readModels.flatMap(({ parked }) => parked);
  }

  get messages(): MessagesHere | undefined {
    return this.options.messages;
  }

  /** Messages that the inbox has yet to read, by topic; or why that cannot be told. */
  async behind(): Promise<{ readonly byTopic: ReadonlyMap<string, number>; readonly error: string | null }> {
    const { messages } = this.options;
    if (messages === undefined) return { byTopic: new Map(), error: null };
    try {
      const late = () => new Error('消息队列没有及时答复');
      const lag = await inTime(messages.lag(), OPERATIONS_LIMITS.brokerMs, late);
      const byTopic = new Map<string, number>();
      for (const { topic, behind } of lag) byTopic.set(topic, (byTopic.get(topic) ?? 0) + behind);
      return { byTopic, error: null };
    } catch (error) {
      return { byTopic: new Map(), error: error instanceof Error ? error.message : String(error) };
    }
  }

  letterCounts(): ReturnType<DeadLetters['counts']> {
    return this.options.deadLetters.counts();
  }

  letters(query: DeadLettersQuery): Promise<DeadLettersPage> {
    return pageAt(query.after, this.options.deadLetters.list(query));
  }

  async letter(id: string): Promise<KeptDeadLetter> {
    const letter = UUID.test(id) ? await this.options.deadLetters.get(id) : undefined;
    if (letter === undefined) throw notFound(`没有编号为 ${id} 的死信`);
    return letter;
  }

  /** Has a letter tried again by the inbox. Throws ProblemError 404 and 409. */
  askReplay(id: string): Promise<void> {
    return this.step(id, { kind: 'asked', at: this.now, person: this.person.id });
  }

  /** Gives a letter up for good. Throws ProblemError 404 and 409. */
  giveUp(id: string, reason: string): Promise<void> {
    return this.step(id, { kind: 'given-up', at: this.now, person: this.person.id, reason });
  }

  private async step(id: string, step: DeadLetterStep): Promise<void> {
    await this.letter(id);
    try {
      await this.options.deadLetters.step(id, step);
    } catch (error) {
      if (!(error instanceof DeadLetterStepError)) throw error;
      throw new ProblemError(problem('lost_race', '这封死信已经有人处理，请刷新后查看'));
    }
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
