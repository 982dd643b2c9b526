import { readFile } from 'node:fs/promises';
import { loadStatutes, parseStatutesConfiguration, type Statutes } from '#statutes';

/** The bureau's statutes file cannot be read. The message is a sentence for the operator. */
export class StatutesFileError extends Error {
  override readonly name = 'StatutesFileError';
}

/** The law with the bureau's file, else as built in. Throws StatutesFileError or StatutesConfigurationError. */
export async function bureauStatutes({ statutesFile }: { readonly statutesFile?: string }): Promise<Statutes> {
  if (statutesFile === undefined) return loadStatutes();
  const text = await readFile(statutesFile, 'utf8').catch((error: Error) => {
    throw new StatutesFileError(`无法读取 ANJUAN_STATUTES 指定的文件 ${statutesFile}：${error.message}`);
  });
  return loadStatutes(parseStatutesConfiguration(text));
}
