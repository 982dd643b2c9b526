import type { Adapter, AdapterPayload } from 'oidc-provider';

export const PROVIDER_MEMORY_LIMITS = {
  /** Things that the demonstration's provider remembers at once: whoever is signed in, or about to be. The oldest is forgotten. */
  entries: 10_000,
} as const;

interface Entry {
  readonly payload: AdapterPayload;
  readonly untilMs: number;
}

/** All kinds of things by kind and id, in the order in which they came. */
const kept = new Map<string, Entry>();

/** What the demonstration's provider remembers, in memory: after a restart one chooses again. */
export class MemoryAdapter implements Adapter {
  constructor(private readonly kind: string) {}

  async upsert(id: string, payload: AdapterPayload, expiresInS: number): Promise<void> {
    const key = this.key(id);
    kept.delete(key);
    kept.set(key, { payload, untilMs: Date.now() + (expiresInS ?? 0) * 1000 });
    const oldest = kept.keys().next().value;
    if (kept.size > PROVIDER_MEMORY_LIMITS.entries && oldest !== undefined) kept.delete(oldest);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.entry(id)?.payload;
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.findBy((payload) => payload.uid === uid);
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.findBy((payload) => payload.userCode === userCode);
  }

  async consume(id: string): Promise<void> {
    const entry = this.entry(id);
    if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    kept.delete(this.key(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key);
  }

  private key(id: string): string {
    return `${this.kind} ${id}`;
  }

  private entry(id: string): Entry | undefined {
    const entry = kept.get(this.key(id));
    return entry !== undefined && Date.now() < entry.untilMs ? entry : undefined;
  }

  private findBy(is: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const [key, { payload, untilMs }] of kept)
      if (key.startsWith(`${this.kind} `) && Date.now() < untilMs && is(payload)) return payload;
    return undefined;
  }
}
