// Gives commands over HTTP to whichever api it meets, until it is told to stop. One whose outcome it does not know it gives again
// with the same key, to the same api or another, and so does the process that takes its place. Run with the ports, a token, the
// journal and a seed.
import { setTimeout as delay } from 'node:timers/promises';
import { Dice } from '../../libs/demonstration/src/random.js';
import { type Asked, Journal, type Line, linesOf } from './journal.js';

const LANES = 6;
const UNITS = 60;
const OFFICERS = 30;
const CERTIFICATES = 400;
/** Between two commands of a lane. */
const PAUSE_MS = [5, 80] as const;
const RETRY_MS = 200;
/** Longer than the api lets anybody wait. */
const ANSWER_MS = 40_000;
/** Answers by which nothing was done, for now: the same again. */
const COME_AGAIN: ReadonlySet<number> = new Set([408, 409, 429, 503]);

const [ports, token, path, seed] = process.argv.slice(2) as [string, string, string, string];
const apis = ports.split(',').map((port) => `http://127.0.0.1:${port}`);
const dice = new Dice(Number(seed));
const journal = new Journal(path);
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());

await Promise.all([...unsettled().map(settle), ...Array.from({ length: LANES }, lane)]);

function unsettled(): Asked[] {
  const open = new Map<string, Asked>();
  for (const line of linesOf(path)) {
    if (line.kind === 'asked') open.set(line.key, line);
    else if ('key' in line) open.delete(line.key);
  }
  return [...open.values()];
}

async function lane(): Promise<void> {
  while (!stopping.signal.aborted) {
    await delay(dice.between(...PAUSE_MS));
    const asked = drawn();
    journal.say(asked);
    await settle(asked);
  }
}

/** Few streams and many who write to them: what is asked for is now and then there already, or not there yet. */
function drawn(): Asked {
  const key = dice.uuid();
  const unit = `torture-${dice.between(1, UNITS)}`;
  const officer = `torture-${dice.between(1, OFFICERS)}`;
  if (dice.oneIn(4)) {
    const body = {
      level: 'TOWNSHIP',
      territoryCode: '330802',
      uscc: '11330800768656330Q',
      documentPrefix: `试${unit}`,
    };
    const named = { ...body, name: unit };
    return { kind: 'asked', key, aggregate: 'unit', path: 'units', id: unit, command: 'EstablishUnit', body: named };
  }
  const ofOfficer = { kind: 'asked', key, aggregate: 'officer', path: 'officers', id: officer } as const;
  if (dice.oneIn(4))
    return { ...ofOfficer, command: 'RegisterOfficer', body: { name: '试', unitId: unit, auxiliary: false } };
  const certNo = `${officer}-${dice.between(1, CERTIFICATES)}`;
  return {
    ...ofOfficer,
    command: 'IssueCertificate',
    body: { certNo, validFrom: '2023-01-01', validTo: '2027-12-31' },
  };
}

/** Asks until it is told what became of it. */
async function settle(asked: Asked): Promise<void> {
  const { key, path, id, command, body } = asked;
  for (;;) {
    const answer = await fetch(`${dice.oneOf(apis)}/api/${path}/${id}/${command}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS),
    })
      .then(async (response) => ({ status: response.status, said: (await response.json()) as Done }))
      // The api was killed, stands still, or is not there yet.
      .catch(() => undefined);
    if (answer === undefined || COME_AGAIN.has(answer.status)) {
      await delay(RETRY_MS);
      continue;
    }
    const { status, said } = answer;
    if (status === 200 || status === 201) journal.say({ kind: 'done', key, ...doneIn(said) });
    else if (status === 422) journal.say({ kind: 'refused', key });
    else journal.say({ kind: 'violation', what: `${command} ${key} was answered ${status}: ${JSON.stringify(said)}` });
    return;
  }
}

type Done = Omit<Extract<Line, { kind: 'done' }>, 'kind' | 'key'>;

function doneIn({ stream, revision, position, events, replayed, commandId }: Done): Done {
  return { stream, revision, position, events, replayed, commandId };
}
