import type { Position } from '#eventsourcing';

/** What is kept of an event: 18 bytes, so that ten million events take 180 MB and a million take 18. */
const FIRST_CAPACITY = 1 << 16;

/** What a message is told apart by: 64 bits of a digest of it. */
export type Digest = readonly [high: number, low: number];

/** Every event of the log by its position: to which topic it goes, what its message is, whether that was seen. */
export class LogIndex {
  private positions = new Float64Array(FIRST_CAPACITY);
  private high = new Uint32Array(FIRST_CAPACITY);
  private low = new Uint32Array(FIRST_CAPACITY);
  private topics = new Uint8Array(FIRST_CAPACITY);
  private seen = new Uint8Array(FIRST_CAPACITY);
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** Events are added in the order of the log. */
  add(position: Position, topic: number, [high, low]: Digest): void {
    if (this.count === this.positions.length) this.grow();
    const index = this.count++;
    this.positions[index] = position;
    this.high[index] = high;
    this.low[index] = low;
    this.topics[index] = topic;
  }

  /** Its place among all events, -1 where there is none at the position. */
  indexOf(position: Position): number {
    let [from, to] = [0, this.count - 1];
    while (from <= to) {
      const middle = (from + to) >> 1;
      const found = this.positions[middle]!;
      if (found === position) return middle;
      if (found < position) from = middle + 1;
      else to = middle - 1;
    }
    return -1;
  }

  positionAt(index: number): Position {
    return this.positions[index]!;
  }

  topicAt(index: number): number {
    return this.topics[index]!;
  }

  isMessage(index: number, [high, low]: Digest): boolean {
    return this.high[index] === high && this.low[index] === low;
  }

  isSeen(index: number): boolean {
    return this.seen[index] === 1;
  }

  see(index: number): void {
    this.seen[index] = 1;
  }

  private grow(): void {
    const capacity = this.positions.length * 2;
    const into = <A extends { set(from: A): void }>(larger: A, from: A): A => {
      larger.set(from);
      return larger;
    };
    this.positions = into(new Float64Array(capacity), this.positions);
    this.high = into(new Uint32Array(capacity), this.high);
    this.low = into(new Uint32Array(capacity), this.low);
    this.topics = into(new Uint8Array(capacity), this.topics);
    this.seen = into(new Uint8Array(capacity), this.seen);
  }
}
