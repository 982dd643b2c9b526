import type pg from 'pg';
import { CheckpointMovedError, type Checkpoints, type Lease, LOG_START, type Position } from '#eventsourcing';
import { takeLease } from './lease.js';
import { readTypes } from './read-model-values.js';

/**
 * Checkpoints in PostgreSQL. A step does not wait for the disk: after a crash of the server it may stand at an earlier
 * position, and its follower goes on from there.
 */
export class PostgresCheckpoints implements Checkpoints {
  constructor(private readonly pool: pg.Pool) {}

  async load(name: string): Promise<Position> {
    const { rows } = await this.pool.query<{ position: Position }>({
      text: 'select position from anjuan.checkpoint where name = $1',
      values: [name],
      types: readTypes,
    });
    return rows[0]?.position ?? LOG_START;
  }

  async step(name: string, expected: Position, next: Position): Promise<void> {
    const { rows } = await this.pool.query({
      name: 'anjuan_checkpoint_step',
      // One that stands at the start may not have been written yet. The setting is for this statement's own transaction.
      text: `with moved as (
          update anjuan.checkpoint set position = $3, updated_at = now() where name = $1 and position = $2 returning 1
        ), made as (
          insert into anjuan.checkpoint (name, position) select $1, $3 where $2 = ${LOG_START}
          on conflict do nothing returning 1
        )
        select set_config('synchronous_commit', 'off', true) from (select from moved union all select from made) as step`,
      values: [name, expected, next],
    });
    if (rows.length > 0) return;
    const actual = await this.load(name);
    throw new CheckpointMovedError(`checkpoint ${name} is at ${actual}, expected ${expected}`, expected, actual);
  }

  lease(name: string, onLost: () => void): Promise<Lease | undefined> {
    return takeLease(this.pool, name, onLost);
  }
}
