import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { ConfigurationError, readConfiguration } from '#platform';
import { legalDay, loadStatutes, type Statutes, StatutesError } from '#statutes';
import { type Database, DatabaseSetupError, openDatabase } from '#store-postgres';

/** Prints one sentence for what a person can mend, everything for what is our fault, and ends with exit code 1. */
export function fail(error: unknown): never {
  if (error instanceof ConfigurationError) for (const sentence of error.sentences) console.error(sentence);
  else if (error instanceof DatabaseSetupError || error instanceof StatutesError) console.error(error.message);
  else console.error(error);
  process.exit(1);
}

/** Runs with the database of the environment: DATABASE_URL, else the embedded one in the data directory. */
export async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  try {
    const { databaseUrl, dataDirectory } = readConfiguration(process.env);
    const database = await openDatabase(databaseUrl ? { url: databaseUrl } : { directory: dataDirectory });
    try {
      return await work(database);
    } finally {
      await database.close();
    }
  } catch (error) {
    return fail(error);
  }
}

export function statutes(): Statutes {
  return loadStatutes();
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
