import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type ImportSource, MAX_IMPORT_RECORDS, summaryImport } from '#enforcement';
import { type CommandOutcome, StoreUnavailableError } from '#eventsourcing';
import { ExecuteCommand, notFound, type Person, ProblemError, registeredCommand, roleFor } from '#platform';
import { sheetRows } from '#sheets';
import { Readers } from '../../questions/reader.js';
import { textOf } from '../../questions/spoken.js';
import { type Examination, examined, type Repetition } from './examination.js';
import { IMPORT_LIMITS } from './limits.js';
import { type RowFault, readRecords } from './records.js';

/*
 * 导入 of off-platform decisions from a file (DOMAIN F12). A file is cut into batches at the same rows each time, and a
 * batch has the same id and key each time: brought again after whatever went wrong, what is on record stays as it is. So
 * a file may be gone on with, by whichever process, and may be sent anew, with no row counted twice.
 */

/** What is known of a file that was sent, and how far its bringing has come. */
export interface ImportNote {
  readonly name: string;
  readonly source: ImportSource;
  readonly rows: number;
  readonly fit: number;
  readonly unfit: number;
  readonly repeated: number;
  readonly faults: readonly RowFault[];
  readonly repetitions: readonly Repetition[];
  /** Heads of columns that are not taken over. */
  readonly unused: readonly string[];
  readonly state: 'examined' | 'running' | 'stopped' | 'done';
  readonly batches: number;
  /** Batches that are behind us. */
  readonly done: number;
  readonly imported: number;
  /** Records of those batches that were on record already. */
  readonly duplicates: number;
  /** Batches that were refused as a whole, by their rows. */
  readonly refused: readonly { readonly rows: string; readonly message: string }[];
  /** Why it stopped. */
  readonly trouble?: string;
  /** By the server's clock, ISO-8601 UTC. */
  readonly changedAt: string;
}

/** Nothing said for so long, the process that brought a file is gone: it may be gone on with. */
const SILENT_MS = 30_000;
/** A lost race is run again so often. */
const RACES = 5;

const COMMAND = 'ImportSummaryDecisions';

@Injectable()
export class Imports implements OnModuleDestroy {
  /** Files that this process is bringing. */
  private readonly running = new Map<string, Promise<void>>();
  private isClosing = false;

  constructor(
    private readonly readers: Readers,
    @Inject(CommandBus) private readonly bus: CommandBus,
  ) {}

  /** Ends behind the batch that is under way; the file is gone on with later. */
  async onModuleDestroy(): Promise<void> {
    this.isClosing = true;
    await Promise.all(this.running.values());
  }

  /** Throws ProblemError 403 for whoever does not keep the records of his unit. */
  assertMay(person: Person): void {
    const { registry } = this.readers.execution;
    roleFor(registry, registeredCommand(registry, summaryImport.name, COMMAND), person);
  }

  /** Takes a file in and examines it; nothing is on record yet. Throws UnreadableSheetError, and ProblemError 403. */
  async receive(
    person: Person,
    { name, source, content }: { readonly name: string; readonly source: ImportSource; readonly content: Uint8Array },
  ): Promise<string> {
    this.assertMay(person);
    const { unused, rows, found } = await this.examine(person, source, content);
    const reader = this.readers.of(person);
    const spoken = await reader.speak(found.faults.map(({ said }) => said));
    const id = createHash('sha256').update(`${person.unit} ${source} `).update(content).digest('hex').slice(0, 20);
    const at = new Date().toISOString();
    const note: ImportNote = {
      name,
      source,
      rows,
      fit: found.fit.length,
      unfit: found.unfit,
      repeated: found.repeated,
      faults: found.faults.map(({ row, column }, index) => ({ row, column, message: textOf(spoken[index]!) })),
      repetitions: found.repetitions,
      unused,
      state: 'examined',
      batches: batchesOf(found.fit).length,
      done: 0,
      imported: 0,
      duplicates: 0,
      refused: [],
      changedAt: at,
    };
    await reader.imports.keep({ id, at, content, note });
    return id;
  }

  /** How a file of this person stands. Throws ProblemError 404. */
  async note(person: Person, id: string): Promise<ImportNote> {
    return (await this.upload(person, id)).note;
  }

  /** Brings what can be brought, or goes on with it; returns at once. */
  async bring(person: Person, id: string): Promise<void> {
    this.assertMay(person);
    const key = `${person.id} ${id}`;
    const { note, content } = await this.upload(person, id);
    if (note.state === 'done' || this.running.has(key) || this.isClosing) return;
    // From the first batch on: what was brought before is told to have been, and counts.
    const afresh = { done: 0, imported: 0, duplicates: 0, refused: [] };
    const begun: ImportNote = { ...note, ...afresh, state: 'running', changedAt: new Date().toISOString() };
    await this.readers.of(person).imports.note(id, begun);
    const bringing = this.bringAll(person, id, begun, content).finally(() => this.running.delete(key));
    this.running.set(key, bringing);
  }

  private async upload(person: Person, id: string) {
    const upload = await this.readers.of(person).imports.file<ImportNote>(id);
    if (upload === undefined) throw notFound('没有这份导入文件，或者已经超过保留的时间；请重新上传，已导入的不会重复');
    const { note } = upload;
    const isSilent = note.state === 'running' && Date.now() - Date.parse(note.changedAt) > SILENT_MS;
    return isSilent ? { ...upload, note: { ...note, state: 'stopped' as const, trouble: '服务曾经中断' } } : upload;
  }

  private async examine(person: Person, source: ImportSource, content: Uint8Array) {
    const { today, imports } = this.readers.of(person);
    const table = await readRecords(await sheetRows(content));
    const found = await examined(table, { source, unitId: person.unit, today, reader: imports });
    return { found, rows: table.rows.length, unused: table.unused };
  }

  private async bringAll(person: Person, id: string, begun: ImportNote, content: Uint8Array): Promise<void> {
    let note = begun;
    const say = (more: Partial<ImportNote>) => {
      const { trouble: _past, ...rest } = note;
      note = { ...rest, ...more, changedAt: new Date().toISOString() };
      return this.readers.of(person).imports.note(id, note);
    };
    try {
      const { found } = await this.examine(person, note.source, content);
      const batches = batchesOf(found.fit);
      for (const batch of batches) {
        if (this.isClosing) return await say({ state: 'stopped', trouble: '服务曾经中断' });
        const brought = await this.bringOne(person, note.source, `${id}.${batch.number}`, batch.records);
        await say({
          done: note.done + 1,
          imported: note.imported + (brought.imported ?? 0),
          duplicates: note.duplicates + (brought.duplicates ?? 0),
          ...(brought.refused === undefined || note.refused.length >= IMPORT_LIMITS.refusals
            ? {}
            : { refused: [...note.refused, { rows: batch.rows, message: brought.refused }] }),
        });
      }
      await say({ state: 'done' });
    } catch (error) {
      await say({ state: 'stopped', trouble: troubleOf(error) }).catch(() => undefined);
      if (!(error instanceof ProblemError || error instanceof StoreUnavailableError)) console.error(error);
    }
  }

  private async bringOne(person: Person, sourceSystem: ImportSource, id: string, records: readonly object[]) {
    const body = { sourceSystem, unitId: person.unit, records };
    const key = createHash('sha256').update(JSON.stringify(body)).digest('hex');
    const give = (): Promise<CommandOutcome> =>
      this.bus.execute(
        new ExecuteCommand({
          ...{ aggregate: summaryImport.name, id, name: COMMAND, body, key },
          actor: person,
          now: this.readers.of(person).now,
        }),
      );
    let outcome = await give();
    for (let race = 1; outcome.kind === 'lost-race' && race < RACES; race += 1) outcome = await give();
    if (outcome.kind === 'refused') {
      const [spoken] = await this.readers.of(person).speak([outcome.refusal.message]);
      return { refused: `${textOf(spoken!)}（${outcome.refusal.article}）` };
    }
    if (outcome.kind !== 'done') throw new StoreUnavailableError('批次正由他人写入');
    // All of it was on record: that is no new event.
    if (outcome.events.length === 0) return { duplicates: records.length };
    const { imported, duplicates } = (await this.readers.of(person).imports.lastImport(id))!;
    return { imported, duplicates };
  }
}

interface Batch {
  /** From 1, in the file. */
  readonly number: number;
  /** 2–501, as the spreadsheet counts. */
  readonly rows: string;
  readonly records: readonly object[];
}

/** Cut at the same rows of the file however many of them can be brought. */
function batchesOf(fit: Examination['fit']): Batch[] {
  const cut = Map.groupBy(fit, ({ row }) => Math.floor(row / MAX_IMPORT_RECORDS));
  return [...cut].map(([index, rows]) => ({
    number: index + 1,
    rows: `${rows[0]!.row}–${rows.at(-1)!.row}`,
    records: rows.map(({ record }) => record),
  }));
}

function troubleOf(error: unknown): string {
  if (error instanceof ProblemError) return error.problem.detail;
  return error instanceof StoreUnavailableError ? '数据库暂时不可用' : '系统出错，请联系系统管理员';
}
