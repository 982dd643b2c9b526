import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PUBLISHED_2023 } from '#demonstration';
import { anjuan, playBureau } from './anjuan.js';
import { stopLeftovers } from './processes.js';

let scratch: string;
let original: string;
let backup: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'anjuan-e2e-'));
  original = join(scratch, '原件');
  backup = join(scratch, '备份');
  await playBureau(original);
}, 240_000);
afterEach(stopLeftovers);
afterAll(async () => {
  await rm(scratch, { recursive: true, force: true });
});

describe('anjuan backup and restore', () => {
  it('back up a store while another process works on it, for nobody else to read', async () => {
    const working = anjuan(original, 'verify');
    await working.until(() => working.stdout.includes('事件位置连续'), 60_000);
    const backedUp = anjuan(original, 'backup', backup);
    expect([await backedUp.exited, backedUp.stderr]).toEqual([0, '']);
    expect(backedUp.stdout).toMatch(/已备份到 .*：\d+ 个事件/);
    expect(await working.exited).toBe(0);
    for (const name of readdirSync(backup)) expect(statSync(join(backup, name)).mode & 0o077).toBe(0);
  }, 120_000);

  it('restore to the same log, the same figures and the clock of the demonstration', async () => {
    const copy = join(scratch, '副本');
    const restored = anjuan(copy, 'restore', backup);
    expect(await restored.exited).toBe(0);

    const files = [original, copy].map((_, n) => join(scratch, `${n}.ndjson`));
    for (const [n, directory] of [original, copy].entries())
      expect(await anjuan(directory, 'export', files[n]!).exited).toBe(0);
    // But for the first line, which says when, and the checksum of all.
    const [left, right] = files.map((file) => readFileSync(file, 'utf8').split('\n').slice(1, -2));
    expect(right!.length).toBeGreaterThan(1_000);
    expect(right).toEqual(left);

    const verified = anjuan(copy, 'verify');
    expect(await verified.exited).toBe(0);
    expect(verified.stdout).not.toContain('✗');
    const report = anjuan(copy, 'report', '2023', '--json');
    expect(await report.exited).toBe(0);
    expect(JSON.parse(report.stdout)).toMatchObject(PUBLISHED_2023);
    const status = anjuan(copy, 'status');
    await status.exited;
    expect(status.stdout).toMatch(/演示时钟：2023-12-31/);
  }, 300_000);

  it('refuse a store that is not empty, and a file that is not as it was written', async () => {
    const onto = anjuan(original, 'restore', backup);
    expect(await onto.exited).toBe(1);
    expect(onto.stderr).toMatch(/^数据库中已有案卷的数据/);

    const file = join(backup, 'events.gz');
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
    const damaged = anjuan(join(scratch, '空'), 'restore', backup);
    expect(await damaged.exited).toBe(1);
    expect(damaged.stderr).toMatch(/events\.gz 缺失或者与校验值不符/);
  }, 120_000);
});

/*
 * `releases/`: a backup made by each version that somebody may have in use, of the golden log (`golden/`), which has every
 * event type at least once. A release adds its own; none is ever made anew.
 */
describe('a store that an earlier version wrote', () => {
  it.each(readdirSync('test/releases'))(
    '%s opens with this one: proven, with every read model',
    async (release) => {
      const directory = join(scratch, release);
      const restored = anjuan(directory, 'restore', join('test/releases', release));
      expect([await restored.exited, restored.stderr]).toEqual([0, '']);
      const verified = anjuan(directory, 'verify');
      expect(await verified.exited).toBe(0);
      expect(verified.stdout).not.toContain('✗');
      expect(verified.stdout).toMatch(/officer 逐行等于重建（[1-9]/);
      const status = anjuan(directory, 'status');
      await status.exited;
      expect(status.stdout).toMatch(/✓ 事件：位置 482/);
      expect(status.stdout).toMatch(/✓ 停放的记录：0 条/);
    },
    120_000,
  );

  it('is refused in a sentence when it is newer', async () => {
    const newer = join(scratch, '更新的备份');
    cpSync('test/releases/0.1.0', newer, { recursive: true });
    const list = join(newer, 'backup.json');
    writeFileSync(list, readFileSync(list, 'utf8').replace(/"schema": \d+/, '"schema": 9999'));
    const refused = anjuan(join(scratch, '新'), 'restore', newer);
    expect(await refused.exited).toBe(1);
    expect(refused.stderr).toMatch(/^数据库结构的版本是 9999，比本程序认识的 \d+ 新/);
  }, 60_000);
});
