import type pg from 'pg';
import { assertSession, SESSION_LIMITS, type Session, type Sessions, sessionsSince } from '#eventsourcing';
import { said } from './faults.js';
import { LOG_TYPES } from './rows.js';

interface Row {
  readonly id: string;
  readonly person: string;
  readonly name: string;
  readonly id_token: string;
  readonly address: string;
  readonly agent: string;
  readonly opened_at: string;
  readonly seen_at: string;
}

const COLUMNS = 'id, person, name, id_token, address, agent, opened_at, seen_at';

function sessionOf(row: Row): Session {
  const { id, person, name, id_token: idToken, address, agent, opened_at: openedAt, seen_at: seenAt } = row;
  return { id, person: { id: person, name }, idToken, address, agent, openedAt, seenAt };
}

/** Sessions in PostgreSQL: they outlive a process, and every process knows them. Throws StoreUnavailableError. */
export class PostgresSessions implements Sessions {
  /** @param idleMs after which a session ends that nobody uses. */
  constructor(
    private readonly pool: pg.Pool,
    private readonly idleMs?: number,
  ) {}

  async open(session: Session): Promise<void> {
    assertSession(session);
    const { id, person, idToken, address, agent, openedAt, seenAt } = session;
    const since = sessionsSince(openedAt, this.idleMs);
    await this.ask('delete from anjuan.session where opened_at <= $1 or seen_at <= $2', [since.opened, since.seen]);
    await this.ask(
      `insert into anjuan.session (id, person, name, id_token, address, agent, opened_at, seen_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, person.id, person.name, idToken, address, agent, openedAt, seenAt],
    );
    await this.ask(
      `delete from anjuan.session where id in (
         select id from anjuan.session where person = $1
         order by opened_at desc, id offset ${SESSION_LIMITS.ofOnePerson})`,
      [person.id],
    );
  }

  async get(id: string, now: string): Promise<Session | undefined> {
    const since = sessionsSince(now, this.idleMs);
    const [row] = await this.ask(
      `select ${COLUMNS} from anjuan.session where id = $1 and opened_at > $2 and seen_at > $3`,
      [id, since.opened, since.seen],
    );
    return row && sessionOf(row);
  }

  async of(person: string, now: string): Promise<readonly Session[]> {
    const since = sessionsSince(now, this.idleMs);
    const rows = await this.ask(
      `select ${COLUMNS} from anjuan.session where person = $1 and opened_at > $2 and seen_at > $3
       order by opened_at desc, id`,
      [person, since.opened, since.seen],
    );
    return rows.map(sessionOf);
  }

  async seen(id: string, at: string): Promise<void> {
    await this.ask('update anjuan.session set seen_at = $2 where id = $1', [id, at]);
  }

  async end(id: string): Promise<void> {
    await this.ask('delete from anjuan.session where id = $1', [id]);
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
