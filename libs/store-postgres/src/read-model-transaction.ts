import type pg from 'pg';
import type { KeptReadModel, Parked, ProjectionState } from '#eventsourcing';
import { readTypes } from './read-model-values.js';

/** All that is kept of a projection, in one snapshot. */
export async function loadProjection(
  client: pg.ClientBase | pg.Pool,
  projection: string,
): Promise<ProjectionState | undefined> {
  const { rows } = await client.query<{
    position: number;
    epoch: number;
    read_models: Omit<KeptReadModel, 'parked'>[];
    parked: Parked[];
  }>({
    text: `select p.position, p.epoch,
        (select coalesce(json_agg(json_build_object('name', m.name, 'version', m.version, 'shape', m.shape)
           order by m.name), '[]') from anjuan.read_model m where m.projection = p.name) as read_models,
        (select coalesce(json_agg(json_build_object('readModel', k.read_model, 'scope', k.scope, 'key', k.key,
           'position', k.position, 'stream', k.stream, 'eventType', k.event_type, 'error', k.error, 'firstSeenAt',
           to_char(k.first_seen_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by k.position), '[]')
         from anjuan.parked_key k join anjuan.read_model m on m.name = k.read_model
         where m.projection = p.name and k.build = '') as parked
      from anjuan.projection p where p.name = $1`,
    values: [projection],
    types: readTypes,
  });
  const [row] = rows;
  return (
    row && {
      position: row.position,
      epoch: row.epoch,
      readModels: row.read_models.map((kept) => ({
        ...kept,
        parked: row.parked.filter(({ readModel }) => readModel === kept.name),
      })),
    }
  );
}

/** Runs work in a transaction of its own, under `set local` settings. A connection that breaks is thrown away. */
export async function transaction<Result>(
  pool: pg.Pool,
  settings: string,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that breaks under work would otherwise end the process.
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query(`begin; ${settings}`);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}
