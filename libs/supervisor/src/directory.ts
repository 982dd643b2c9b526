import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DirectoryNotWritableError } from './errors.js';

/** Makes the directory, unless it stands, and tries to write there; the answer is the topmost one that had to be made. */
export function makeDirectory(directory: string): string | undefined {
  try {
    const created = makeMissing(directory);
    const probe = join(directory, `.probe-${process.pid}-${randomBytes(4).toString('hex')}`);
    try {
      closeSync(openSync(probe, 'wx'));
      rmSync(probe);
    } catch (error) {
      if (created !== undefined) rmSync(created, { recursive: true, force: true });
      throw error;
    }
    return created;
  } catch (error) {
    throw notWritable(directory, error);
  }
}

/**
 * Makes the directory and its missing parents; returns the topmost that was made. One by one: where a file system
 * refuses with ENOENT (/proc), `mkdirSync` with `recursive` never returns.
 */
function makeMissing(directory: string): string | undefined {
  const missing: string[] = [];
  for (let path = directory; !existsSync(path) && path !== dirname(path); path = dirname(path)) missing.unshift(path);
  for (const path of missing) {
    try {
      mkdirSync(path);
    } catch (error) {
      // Another process may have been faster.
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
  if (!statSync(directory).isDirectory()) throw Object.assign(new Error('not a directory'), { code: 'ENOTDIR' });
  return missing[0];
}

const FILE_FAULTS: Readonly<Record<string, string>> = {
  EACCES: '没有权限',
  EPERM: '没有权限',
  EROFS: '文件系统只读',
  ENOENT: '该处不能建立目录',
  ENOTDIR: '路径中有一段不是目录',
  EEXIST: '该路径已存在，但不是目录',
  ENOSPC: '磁盘已满',
};

/** Whether an error is one of the file system's: files that another user left behind, a disk that is full. */
export function isFileFault(error: unknown): boolean {
  return (codeOf(error) ?? '') in FILE_FAULTS;
}

/** What a file system refused, as a sentence for the operator. */
export function notWritable(directory: string, error: unknown): DirectoryNotWritableError {
  return new DirectoryNotWritableError(directory, FILE_FAULTS[codeOf(error) ?? ''] ?? String(error));
}

/** The `code` of an error of Node. Not by instanceof: a test runner has an Error of its own. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
