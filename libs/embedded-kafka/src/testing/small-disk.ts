import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Why this process cannot make a disk of its own, in a sentence; undefined where it can. */
export function whyNoSmallDisk(): string | undefined {
  if (process.platform !== 'linux') return '只有 Linux 能挂载内存盘';
  try {
    new SmallDisk(1).remove();
    return undefined;
  } catch (error) {
    return `挂载内存盘需要 root（${error instanceof Error ? error.message : String(error)}）`;
  }
}

/** A disk that is soon full: in memory, mounted at a directory of its own. Needs root on Linux. */
export class SmallDisk {
  readonly directory = mkdtempSync(join(tmpdir(), 'anjuan-disk-'));

  constructor(megabytes: number) {
    const { status, stderr, error } = spawnSync(
      'mount',
      ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'anjuan-disk', this.directory],
      { encoding: 'utf8' },
    );
    if (status !== 0) {
      rmSync(this.directory, { recursive: true });
      throw new Error(error?.message ?? stderr.trim());
    }
    // Whoever is killed takes it along.
    spawn(
      '/bin/sh',
      [
        '-c',
        'while kill -0 "$1" 2>/dev/null && mountpoint -q "$2"; do sleep 1; done; umount -l "$2" 2>/dev/null; rmdir "$2"',
        'sh',
        String(process.pid),
        this.directory,
      ],
      { detached: true, stdio: 'ignore', cwd: '/' },
    ).unref();
  }

  /** Takes all the room that is left but so much. */
  fill(leavingBytes = 0): void {
    const { bavail, bsize } = statfsSync(this.directory);
    writeFileSync(this.filler, Buffer.alloc(Math.max(0, bavail * bsize - leavingBytes)));
  }

  /** Gives the room back. */
  empty(): void {
    rmSync(this.filler, { force: true });
  }

  remove(): void {
    spawnSync('umount', ['-l', this.directory]);
    rmSync(this.directory, { recursive: true, force: true });
  }

  private get filler(): string {
    return join(this.directory, 'filler');
  }
}
