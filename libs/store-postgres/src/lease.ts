import type pg from 'pg';
import type { Lease } from '#eventsourcing';

/** Longest wait for the server to let go; then the connection is ended, which comes to the same. */
const RELEASE_TIMEOUT_MS = 1_000;

/**
 * For the connection that holds a lease: a server that leaves idle sessions alone, and that notices within seconds when
 * the machine at the other end is gone without a word.
 */
const SESSION =
  'set idle_session_timeout = 0; set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3';

const KEY = `hashtextextended('anjuan follow ' || $1, 0)`;

/**
 * An advisory lock on a connection of its own: the server lets go of it when the connection ends, however the process
 * did. Tried, never waited for: a statement that waits for hours holds back the clearing away of old rows.
 */
export async function takeLease(pool: pg.Pool, projection: string, onLost: () => void): Promise<Lease | undefined> {
  const client = await pool.connect();
  let isOver = false;
  const end = (broken?: Error) => {
    isOver = true;
    client.off('error', lost);
    client.off('end', lost);
    client.release(broken);
  };
  const lost = (error?: Error) => {
    if (isOver) return;
    end(error ?? new Error('the connection ended'));
    onLost();
  };
  client.on('error', lost);
  client.on('end', lost);
  try {
    const { rows } = await client.query<{ locked: boolean }>(`select pg_try_advisory_lock(${KEY}) as locked`, [
      projection,
    ]);
    if (rows[0]?.locked !== true) {
      end();
      return undefined;
    }
    await client.query(SESSION);
  } catch (error) {
    if (!isOver) end(error as Error);
    throw error;
  }
  return {
    release: async () => {
      if (isOver) return;
      isOver = true;
      const unlock = {
        text: `select pg_advisory_unlock(${KEY})`,
        values: [projection],
        query_timeout: RELEASE_TIMEOUT_MS,
      };
      const failure = await client.query(unlock).then(
        () => undefined,
        (error: Error) => error,
      );
      end(failure);
    },
  };
}
