import type { FastifyRequest } from 'fastify';
import { IMPORT_LIMITS } from './limits.js';

/** The file that a form sent, with its other inputs. */
export interface SentFile {
  readonly name: string;
  readonly content: Uint8Array;
  readonly inputs: ReadonlyMap<string, string>;
  /** Why nothing can be made of it. */
  readonly fault?: string;
}

const NO_FILE = new Uint8Array();
/** Characters of a file's name that are kept. */
const MAX_NAME = 120;

export async function sentFile(request: FastifyRequest): Promise<SentFile> {
  const inputs = new Map<string, string>();
  let sent: SentFile = { name: '', content: NO_FILE, inputs };
  const unfit = (fault: string): SentFile => ({ ...sent, fault });
  if (!request.isMultipart()) return unfit('请选择文件');
  try {
    for await (const part of request.parts())
      if (part.type === 'file')
        sent = { ...sent, name: part.filename.slice(0, MAX_NAME), content: await part.toBuffer() };
      else inputs.set(part.fieldname, String(part.value));
  } catch (error) {
    const { code = '' } = error as { readonly code?: string };
    if (code === 'FST_REQ_FILE_TOO_LARGE')
      return unfit(`文件超过 ${IMPORT_LIMITS.bytes / 1024 / 1024} MB，请分成几个文件`);
    if (code.startsWith('FST_')) return unfit('上传的内容不完整，请重新选择文件');
    throw error;
  }
  return sent.content.byteLength === 0 ? unfit('请选择文件') : sent;
}
