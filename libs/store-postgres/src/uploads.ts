import type pg from 'pg';
import { assertUpload, UPLOAD_LIMITS, type Upload, type Uploads } from '#eventsourcing';
import { said } from './faults.js';
import { LOG_TYPES } from './rows.js';

interface Row {
  readonly at: string;
  readonly content: Uint8Array;
  readonly note: string;
}

/** Files that were sent, in PostgreSQL: every process sees what any of them took in. */
export class PostgresUploads implements Uploads {
  constructor(private readonly pool: pg.Pool) {}

  async put(upload: Upload): Promise<void> {
    assertUpload(upload);
    const { id, person, at, content, note } = upload;
    const since = new Date(Date.parse(at) - UPLOAD_LIMITS.keptMs).toISOString();
    await this.ask('delete from anjuan.upload where at <= $1', [since]);
    await this.ask(
      `insert into anjuan.upload (id, person, at, content, note) values ($1, $2, $3, $4, $5)
       on conflict (person, id) do update set at = excluded.at, content = excluded.content, note = excluded.note`,
      [id, person, at, Buffer.from(content), JSON.stringify(note)],
    );
    await this.ask(
      `delete from anjuan.upload where person = $1 and id in (
         select id from anjuan.upload where person = $1 order by at desc, id offset ${UPLOAD_LIMITS.ofOnePerson})`,
      [person],
    );
  }

  async get<Note extends object>(id: string, person: string): Promise<Upload<Note> | undefined> {
    const [row] = await this.ask('select at, content, note::text from anjuan.upload where person = $1 and id = $2', [
      person,
      id,
    ]);
    if (row === undefined) return undefined;
    return { id, person, at: row.at, content: new Uint8Array(row.content), note: JSON.parse(row.note) as Note };
  }

  async note(id: string, person: string, note: object): Promise<void> {
    assertUpload({ note });
    const text = 'update anjuan.upload set note = $3 where person = $1 and id = $2';
    await this.ask(text, [person, id, JSON.stringify(note)]);
  }

  private async ask(text: string, values: unknown[]): Promise<Row[]> {
    try {
      const { rows } = await this.pool.query<Row>({ text, values, types: LOG_TYPES });
      return rows;
    } catch (error) {
      throw said(error);
    }
  }
}
