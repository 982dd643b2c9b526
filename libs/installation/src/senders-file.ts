import { readFile } from 'node:fs/promises';
import { parseSenders, type Sender, SendersError } from '#exchange';

/** The file that ANJUAN_SENDERS names cannot be read, or is not right. The message is for the operator. */
export class SendersFileError extends Error {
  override readonly name = 'SendersFileError';
}

/** The connected systems of the bureau's file; none where none is named. Throws SendersFileError. */
export async function sendersIn(file: string | undefined): Promise<readonly Sender[]> {
  if (file === undefined) return [];
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new SendersFileError(`无法读取 ANJUAN_SENDERS 指定的文件 ${file}：${error.message}`);
  });
  try {
    return parseSenders(text);
  } catch (error) {
    if (!(error instanceof SendersError)) throw error;
    throw new SendersFileError(`ANJUAN_SENDERS 指定的文件 ${file} 有误：\n${error.message}`);
  }
}
