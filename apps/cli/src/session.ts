import { closeSync, existsSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { ServerSetupError } from '#embedded-postgres';
import { type Database, openBureauDatabase } from '#installation';
import { ConfigurationError, onStopRequest, readConfiguration, statutesText } from '#platform';
import { legalDay, loadStatutes, parseStatutesConfiguration, type Statutes, StatutesError } from '#statutes';
import { DatabaseSetupError } from '#store-postgres';

/** One sentence for what a person can mend, everything for what is our fault. */
export function tell(error: unknown): void {
  if (error instanceof ConfigurationError) for (const sentence of error.sentences) console.error(sentence);
  else if (isForOperator(error)) console.error(error.message);
  else console.error(error);
}

function isForOperator(error: unknown): error is Error {
  return [DatabaseSetupError, ServerSetupError, StatutesError].some((kind) => error instanceof kind);
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
 * Runs with the database of the environment: DATABASE_URL, else the embedded one in the data directory, which `npm start`
 * may be running at this moment.
 */
export async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  // The embedded server ends with us; what a rebuild had not swapped in is swept away by the next start.
  onStopRequest(() => process.exit(1));
  try {
    const { databaseUrl, dataDirectory } = readConfiguration(process.env);
    // Who only looks makes nothing.
    if (databaseUrl === undefined && !existsSync(dataDirectory))
      throw new ConfigurationError([`数据目录 ${dataDirectory} 不存在；请检查 ANJUAN_DATA，或者先运行 npm start`]);
    const database = await openBureauDatabase(
      databaseUrl ? { url: databaseUrl } : { directory: dataDirectory, mayJoin: true },
    );
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } catch (error) {
    return fail(error);
  }
}

/** The law with the bureau's file, where ANJUAN_STATUTES names one. */
export async function bureauStatutes(): Promise<Statutes> {
  const text = await statutesText(readConfiguration(process.env));
  return text === undefined ? loadStatutes() : loadStatutes(parseStatutesConfiguration(text));
}

// ---- arguments

export function dayArgument(text: string): string {
  try {
    return legalDay(text);
  } catch {
    throw new InvalidArgumentError('应为实有的日期，格式为 YYYY-MM-DD');
  }
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
