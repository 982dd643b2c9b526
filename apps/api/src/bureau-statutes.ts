import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '#platform';
import { loadStatutes, parseStatutesConfiguration, type Statutes } from '#statutes';

/** The law with the bureau's file, or with the built-in defaults. Throws ConfigurationError or StatutesConfigurationError. */
export async function bureauStatutes(file: string | undefined): Promise<Statutes> {
  if (file === undefined) return loadStatutes();
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new ConfigurationError([`无法读取 ANJUAN_STATUTES 指定的文件 ${file}：${error.message}`]);
  });
  return loadStatutes(parseStatutesConfiguration(text));
}
