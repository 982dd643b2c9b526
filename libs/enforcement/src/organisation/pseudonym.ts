import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** One of the bureau's people in figures, where each counts once: always the same, and no name. */
export function pseudonym(userId: string): string {
  return bytesToHex(sha256(utf8ToBytes(userId))).slice(0, 16);
}
