import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PUBLISHED_2023 } from '#demonstration';
import { anjuan, playBureau } from './anjuan.js';
import { stopLeftovers } from './processes.js';

let scratch: string;
let original: string;
let file: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'anjuan-e2e-'));
  original = join(scratch, '原件');
  file = join(scratch, '导出.ndjson');
  await playBureau(original);
}, 240_000);
afterEach(stopLeftovers);
afterAll(async () => {
  await rm(scratch, { recursive: true, force: true });
});

describe('anjuan export and import', () => {
  it('carry a log into another store, also after a kill: the same figures, proven', async () => {
    const exported = anjuan(original, 'export', file);
    expect(await exported.exited).toBe(0);
    expect(exported.stdout).toMatch(/已导出 \d+ 个事件/);
    // It holds names: nobody else reads it.
    expect(statSync(file).mode & 0o077).toBe(0);

    const copy = join(scratch, '副本');
    const killed = anjuan(copy, 'import', file);
    await killed.until(() => killed.stdout.includes('导入 10%'), 60_000);
    await killed.stop('SIGKILL');
    const imported = anjuan(copy, 'import', file);
    expect(await imported.exited).toBe(0);
    expect(imported.stdout).toMatch(/逐个相同/);

    const verified = anjuan(copy, 'verify');
    expect(await verified.exited).toBe(0);
    expect(verified.stdout).not.toContain('✗');
    const report = anjuan(copy, 'report', '2023', '--json');
    expect(await report.exited).toBe(0);
    expect(JSON.parse(report.stdout)).toMatchObject(PUBLISHED_2023);
  }, 300_000);

  it('refuse a file that was touched', async () => {
    const touched = join(scratch, '改动.ndjson');
    writeFileSync(touched, readFileSync(file, 'utf8').replace('"OFFICER"', '"LEADER" '));
    const refused = anjuan(join(scratch, '副本'), 'import', touched);
    expect(await refused.exited).toBe(1);
    expect(refused.stderr).toContain('与校验值不符');
  }, 120_000);
});

describe('anjuan verify-law', () => {
  it('finds nothing unlawful by the present rules, and says what an older edition would make of it', async () => {
    const present = anjuan(original, 'verify-law');
    expect(await present.exited).toBe(0);
    expect(present.stdout).toMatch(/✓ 再问 \d+ 项办理，0 项不合法\n/);
    const old = anjuan(original, 'verify-law', '--edition', 'D07@1996-10-01');
    expect(await old.exited).toBe(1);
    expect(old.stdout).toMatch(/hearing\.request_too_late\t行政处罚法第六十四条第一项\t2023\.\d+\t申请听证\t2023-/);
    const unknown = anjuan(original, 'verify-law', '--edition', 'D07@2000-01-01');
    expect(await unknown.exited).toBe(1);
    expect(unknown.stderr).toContain('D07@2021-07-15、D07@1996-10-01');
  }, 120_000);
});

describe('anjuan status', () => {
  it('tells where the log ends, and that nobody follows it', async () => {
    const status = anjuan(original, 'status');
    expect(await status.exited).toBe(1);
    expect(status.stdout).toMatch(/✓ 事件：位置 \d+/);
    expect(status.stdout).toMatch(/✗ 跟随进程：没有进程在跟随事件/);
    expect(status.stdout).toMatch(/✓ 停放的记录：0 条/);
  }, 60_000);
});
