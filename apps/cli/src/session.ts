import { closeSync, existsSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { isKnownOn } from '#eventsourcing';
import { type Installation, openInstallation, SETUP_ERRORS } from '#installation';
import { ConfigurationError, onStopRequest, readConfiguration } from '#platform';
import { legalDay, StatutesError } from '#statutes';

/** One sentence for what a person can mend, everything for what is our fault. */
export function tell(error: unknown): void {
  if (error instanceof ConfigurationError) for (const sentence of error.sentences) console.error(sentence);
  else if ([StatutesError, ...SETUP_ERRORS].some((type) => error instanceof type)) console.error(messageOf(error));
  else console.error(error);
}

/** Tells, and ends with exit code 1. */
export function fail(error: unknown): never {
  tell(error);
  process.exit(1);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Runs with the installation of the environment: over DATABASE_URL, else over the embedded database in the data
 * directory, which `npm start` may be running at this moment.
 */
export function withInstallation<T>(work: (installation: Installation) => Promise<T>): Promise<T> {
  return withOpened(work, (directory) => {
    // Who only looks makes nothing.
    if (!existsSync(directory))
      throw new ConfigurationError([`数据目录 ${directory} 不存在；请检查 ANJUAN_DATA，或者先运行 npm start`]);
  });
}

/** The same, for a store that may have to be made first. */
export function withNewInstallation<T>(work: (installation: Installation) => Promise<T>): Promise<T> {
  return withOpened(work, () => {});
}

function withOpened<T>(
  work: (installation: Installation) => Promise<T>,
  checkDirectory: (directory: string) => void,
): Promise<T> {
  return withConfiguration(async (configuration) => {
    if (configuration.databaseUrl === undefined) checkDirectory(configuration.dataDirectory);
    const installation = await openInstallation(configuration, { mayJoin: true });
    try {
      return await work(installation);
    } finally {
      await installation.close();
    }
  });
}

/** Runs with what the environment says, and nothing opened. */
export async function withConfiguration<T>(
  work: (configuration: ReturnType<typeof readConfiguration>) => Promise<T>,
): Promise<T> {
  // The embedded server ends with us; what a rebuild had not swapped in is swept away by the next start.
  onStopRequest(() => process.exit(1));
  try {
    return await work(readConfiguration(process.env));
  } catch (error) {
    return fail(error);
  }
}

// ---- arguments

export function dayArgument(text: string): string {
  try {
    return legalDay(text);
  } catch {
    throw new InvalidArgumentError('应为实有的日期，格式为 YYYY-MM-DD');
  }
}

/** A day, or a minute of one, as the ledger takes it. */
export function knownOnArgument(text: string): string {
  if (isKnownOn(text)) return text;
  throw new InvalidArgumentError('应为实有的日期或者分钟，如 2024-01-26、2024-01-26T18:00');
}

export function numberArgument(min: number, max: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d{1,9}$/.test(text) || number < min || number > max)
      throw new InvalidArgumentError(`应为 ${min} 至 ${max} 的整数`);
    return number;
  };
}

export function directoryArgument(text: string): string {
  return resolve(text);
}

/** A file that can be appended to. */
export function fileArgument(text: string): string {
  try {
    closeSync(openSync(text, 'a'));
  } catch (error) {
    throw new InvalidArgumentError(`文件不能写入（${messageOf(error)}）`);
  }
  return resolve(text);
}
