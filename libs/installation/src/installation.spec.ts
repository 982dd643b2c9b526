import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  MemoryCheckpoints,
  MemoryDeadLetters,
  MemoryFollowerReports,
  MemoryLooks,
  MemoryPlayedTime,
  MemoryReadModelStore,
  MemorySecurityLog,
  MemorySessions,
  MemoryStore,
  MemoryUploads,
} from '#eventsourcing';
import { LiveStatutes, loadStatutes } from '#statutes';
import { StatutesFileError } from './bureau-statutes.js';
import { installationOver } from './installation.js';
import { memoryInstallation } from './memory-installation.js';
import { openInstallation } from './open-installation.js';

describe('an installation', () => {
  it('closes what was opened, the last first, and each once', async () => {
    const closed: string[] = [];
    const readModelStore = new MemoryReadModelStore();
    const playedTime = new MemoryPlayedTime();
    const looks = new MemoryLooks();
    const installation = installationOver(
      (opened, clock) => {
        opened.defer(() => void closed.push(clock === undefined ? 'store' : 'store of the play'));
        return {
          store: new MemoryStore(),
          readModelStore,
          ledger: readModelStore.ledger,
          looks,
          playedTime,
          deadLetters: new MemoryDeadLetters(),
          reports: new MemoryFollowerReports(),
          uploads: new MemoryUploads(),
          sessions: new MemorySessions(),
          securityLog: new MemorySecurityLog(),
          checkpoints: new MemoryCheckpoints(),
          queues: () => [],
        };
      },
      new LiveStatutes(loadStatutes()),
      new AsyncDisposableStack(),
    );
    const projector = installation.projector(({ kind }) => {
      if (kind === 'stopped') closed.push('projector');
    });
    await projector.start();
    const left = installation.onClock(() => '2023-05-06T10:00:00.000Z');
    const ended = installation.onClock(() => '2023-05-06T10:00:00.000Z');
    await ended.close();
    expect(closed).toEqual(['store of the play']);
    await Promise.all([installation.close(), installation.close()]);
    await left.close();
    expect(closed).toEqual(['store of the play', 'store of the play', 'projector', 'store']);
  });

  it('records by the clock of a play, and afterwards by its own again', async () => {
    const installation = memoryInstallation();
    const played = installation.onClock(() => '2023-05-06T10:00:00.000Z');
    const append = (stream: string, commandId: string) =>
      installation.store.append([{ stream, expected: 'no-stream', events: [{ ...EVENT, meta: meta(commandId) }] }], {
        commandId,
      });
    await append('lead-1', '00000000-0000-4000-8000-000000000001');
    await played.close();
    await append('lead-2', '00000000-0000-4000-8000-000000000002');
    const [first, second] = await installation.store.readAll(0, 2);
    expect(first?.recordedAt).toBe('2023-05-06T10:00:00.000Z');
    expect(second?.recordedAt).not.toBe(first?.recordedAt);
  });

  it('says in a sentence that the statutes file cannot be read, before anything is created', async () => {
    const scratch = await mkdtemp(join(tmpdir(), 'anjuan-installation-'));
    const dataDirectory = join(scratch, 'never');
    const opening = openInstallation({ dataDirectory, statutesFile: join(scratch, 'none.json') });
    await expect(opening).rejects.toThrow(StatutesFileError);
    await expect(opening).rejects.toThrow(/^无法读取 ANJUAN_STATUTES 指定的文件/);
    expect(existsSync(dataDirectory)).toBe(false);
    await rm(scratch, { recursive: true });
  });
});

const EVENT = { type: 'LeadRegistered', schemaVersion: 1, data: {} };
const meta = (commandId: string) => ({
  actor: 'a',
  unit: '330800',
  role: 'OFFICER',
  commandId,
  correlationId: 'c',
  sourceSystem: 'PLATFORM',
  ruleset: 'r',
});
