/*
 * 统一社会信用代码 (GB 32100-2015): 18 characters, the last of which checks the others. It stands in act codes and in what is
 * reported to the province, so that a mistyped one is found where it is entered.
 */

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CHARACTERS = 17;

export const USCC_PATTERN = /^[0-9A-HJ-NPQRTUWXY]{18}$/;

/** Whether the code has 18 characters of the standard's alphabet and the last one agrees with the rest. */
export function isUscc(code: string): boolean {
  if (!USCC_PATTERN.test(code)) return false;
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, CHARACTERS)) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % ALPHABET.length;
  }
  return code[CHARACTERS] === ALPHABET[(ALPHABET.length - (sum % ALPHABET.length)) % ALPHABET.length];
}
