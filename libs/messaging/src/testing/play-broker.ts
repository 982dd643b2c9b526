import { type MessageBroker, MessagingUnavailableError, type OutMessage, TopicsDifferError } from '../broker.js';

/**
 * What becomes of a send: it fails before anything arrives; a part of it arrives; all arrives, but the answer gets lost; it
 * is reported as failed and arrives later, also behind what is sent after it; nothing happens to it.
 */
export type SendFate = 'before' | 'part' | 'after' | 'late' | 'fine';

/** The far side, in memory: topics as lists. */
export class PlayBroker implements Pick<MessageBroker, 'producer' | 'ensureTopics'> {
  readonly arrived: OutMessage[] = [];
  readonly fates: SendFate[] = [];
  /** Turns of the event loop that a send takes. */
  turns = 0;
  isAway = false;
  isDifferent = false;
  producers = 0;
  open = 0;

  async ensureTopics(): Promise<void> {
    if (this.isAway) throw new MessagingUnavailableError('消息队列暂不可用');
    if (this.isDifferent) throw new TopicsDifferError('Kafka 主题与配置不符：分区数 是 1，应为 12。');
  }

  async producer() {
    this.producers += 1;
    this.open += 1;
    let isSpent = false;
    let last: Promise<void> = Promise.resolve();
    const sendNow = async (messages: readonly OutMessage[]) => {
      if (isSpent) throw new MessagingUnavailableError('此前有消息发送失败');
      try {
        for (let turn = 0; turn < this.turns; turn++) await new Promise((resolve) => setImmediate(resolve));
        await this.take(messages);
      } catch (error) {
        isSpent = true;
        throw error;
      }
    };
    return {
      send: (messages: readonly OutMessage[]) => {
        const turn = last.then(() => sendNow(messages));
        last = turn.catch(() => {});
        return turn;
      },
      close: async () => {
        isSpent = true;
        this.open -= 1;
      },
    };
  }

  private async take(messages: readonly OutMessage[]): Promise<void> {
    const fate = this.fates.shift() ?? 'fine';
    if (this.isAway || fate === 'before') throw new MessagingUnavailableError('连接被拒绝');
    const arriving = fate === 'part' ? messages.slice(0, messages.length / 2) : messages;
    if (fate === 'late') setTimeout(() => this.arrived.push(...arriving), 3);
    else this.arrived.push(...arriving);
    if (fate !== 'fine') throw new MessagingUnavailableError('没有答复');
  }
}
