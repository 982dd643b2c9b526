import type { OnModuleDestroy } from '@nestjs/common';
import {
  SECURITY_LOG_LIMITS,
  type SecurityEntry,
  type SecurityKind,
  type SecurityLog,
  StoreUnavailableError,
  securityKeyOf,
} from '#eventsourcing';
import type { Log } from '#telemetry';

export const SECURITY_JOURNAL_LIMITS = {
  /** What happened is written this soon. */
  writeEveryMs: 1_000,
  /** A store that is away is asked again this soon. */
  retryMs: 5_000,
  /** Different entries that wait to be written; what comes beyond is counted by its kind alone. */
  maxDifferent: SECURITY_LOG_LIMITS.maxAdded,
  /** What is too old is forgotten this often. */
  forgetEveryMs: 6 * 60 * 60 * 1000,
} as const;

export type SecurityJournalLimits = { readonly [Name in keyof typeof SECURITY_JOURNAL_LIMITS]: number };

/** Something that happened at the door; what is not known is left out. */
export interface SecurityEvent {
  readonly kind: SecurityKind;
  readonly person?: string | undefined;
  readonly unit?: string | undefined;
  readonly address?: string | undefined;
  readonly what?: string | undefined;
  readonly code?: string | undefined;
}

export interface SecurityJournalOptions {
  readonly store: SecurityLog;
  /** The lines of the process. */
  readonly log?: Log | undefined;
  /** ISO-8601 UTC; the clock of the machine by default. */
  readonly now?: () => string;
  readonly limits?: SecurityJournalLimits;
}

/** What a process writes down as trouble. */
const TROUBLE: ReadonlySet<SecurityKind> = new Set(['sign-in-failed', 'wrong-credential', 'refused']);

/**
 * Writes down what happens at the doors of this process, as lines and in the security log, counted: an attack costs a row a
 * minute for each of its addresses, and no request waits for it.
 */
export class SecurityJournal implements OnModuleDestroy {
  private waiting = new Map<string, SecurityEntry>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private forgottenAtMs = 0;
  private isClosed = false;
  private readonly now: () => string;
  private readonly limits: SecurityJournalLimits;

  constructor(private readonly options: SecurityJournalOptions) {
    this.now = options.now ?? (() => new Date().toISOString());
    this.limits = options.limits ?? SECURITY_JOURNAL_LIMITS;
  }

  tell(event: SecurityEvent): void {
    const { kind, person = '', unit = '', address = '', what = '', code = '' } = event;
    this.count({
      ...{ at: this.now(), kind, person: short(person), unit: short(unit), address: short(address) },
      ...{ what: short(what), code: short(code), count: 1 },
    });
    this.next(this.limits.writeEveryMs);
  }

  /** Writes what waits, now. */
  async write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.writeWaiting());
    await this.writing;
  }

  async onModuleDestroy(): Promise<void> {
    this.isClosed = true;
    await this.write();
  }

  private count(entry: SecurityEntry): void {
    const key = securityKeyOf(entry);
    const known = this.waiting.get(key);
    if (known !== undefined) this.waiting.set(key, { ...known, count: known.count + entry.count });
    else if (this.waiting.size < this.limits.maxDifferent) this.waiting.set(key, entry);
    else {
      const { at, kind, count } = entry;
      const everybody = { at, kind, person: '', unit: '', address: '', what: '', code: '', count };
      const beyond = this.waiting.get(securityKeyOf(everybody));
      this.waiting.set(securityKeyOf(everybody), { ...everybody, count: count + (beyond?.count ?? 0) });
    }
  }

  private next(inMs: number): void {
    if (this.isClosed) return;
    this.timer ??= setTimeout(() => void this.write(), inMs).unref();
  }

  private async writeWaiting(): Promise<void> {
    const entries = [...this.waiting.values()];
    this.waiting = new Map();
    try {
      for (let at = 0; at < entries.length; at += SECURITY_LOG_LIMITS.maxAdded)
        await this.options.store.add(entries.slice(at, at + SECURITY_LOG_LIMITS.maxAdded));
      for (const entry of entries) this.line(entry);
      await this.forget();
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      // The lines say it at once where the table cannot.
      if (this.isClosed) for (const entry of entries) this.line(entry);
      else for (const entry of entries) this.count(entry);
      this.next(this.limits.retryMs);
    }
  }

  private line({ kind: event, ...said }: SecurityEntry): void {
    const line = { kind: 'security', event, ...said };
    if (TROUBLE.has(event)) this.options.log?.warn(line);
    else this.options.log?.info(line);
  }

  private async forget(): Promise<void> {
    if (Date.now() - this.forgottenAtMs < this.limits.forgetEveryMs) return;
    this.forgottenAtMs = Date.now();
    await this.options.store.forget(this.now());
  }
}

function short(text: string): string {
  return text.slice(0, SECURITY_LOG_LIMITS.maxNameLength).replaceAll('\u0000', '');
}
