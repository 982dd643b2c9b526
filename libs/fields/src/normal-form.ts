/*
 * The normal form of texts (DOMAIN F9): what looks the same is the same. Names and narratives keep their characters, but
 * are composed (NFC), without characters that nobody sees, and without blanks at the edges. Identifiers and official
 * numbers have half-width digits and letters as well.
 */

/** Zero-width characters, marks of writing direction, soft hyphens, fillers, tags, the braille blank: nobody sees them. */
const UNSEEN =
  /\u034f|[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e007f}]/gu;

/** More marks on one character than any script has (UAX 15, stream-safe text); composing takes their number squared. */
const OVERLAID = /\p{M}{31}/u;

/** What says something by itself: marks and blanks do not. */
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Control characters but tab and the ends of lines. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: to find them is what it is for.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** What most texts are made of: none of it can be written in two ways, and all of it is seen. */
const PLAIN = /^[\u0021-\u007e\u4e00-\u9fff〔〕（）【】《》“”，。、：；·—…]*$/;

/** A text as it is kept. */
export function normalText(text: string): string {
  if (PLAIN.test(text)) return text;
  // First what nobody sees: it may keep apart what composes.
  return composed(text.replace(UNSEEN, '')).trim();
}

/** NFC; what is overlaid stays as it is, and is refused. */
function composed(text: string): string {
  return isOverlaid(text) ? text : text.normalize('NFC');
}

const LINE_END = /[\r\n\t\u2028\u2029]/;

/** One line: ends of lines and tabs are blanks. */
export function normalLine(text: string): string {
  if (PLAIN.test(text)) return text;
  return normalText(text).replace(/\s+/g, (blank) => (LINE_END.test(blank) ? ' ' : blank));
}

/** Full-width digits, letters and the signs of numbers (U+FF01 to U+FF5E), as they are on a keyboard. */
function halfWidth(text: string): string {
  return text.replace(/[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0d\uff0e\uff0f\uff3f]/g, (character) =>
    String.fromCharCode(character.charCodeAt(0) - 0xfee0),
  );
}

/** An identifier or official number as it is kept: half-width digits and letters, its brackets as they are. */
export function normalNumber(text: string): string {
  if (PLAIN.test(text)) return text;
  return composed(halfWidth(normalLine(text)).replace(/\s+/g, ' '));
}

/** A code of digits and capital letters. */
export function normalCode(text: string): string {
  return normalNumber(text).toUpperCase();
}

/** Nothing in it can be written in two ways. */
const PLAIN_NUMBER = /^[0-9A-Z_.:/〔〕\u4e00-\u9fff-]*$/;

/**
 * What two ways of writing an official number have in common (DOMAIN F9, GB/T 9704): brackets of any kind, 第, blanks,
 * upper and lower case make no difference. For comparing only; what is kept and shown is the number as it was given.
 */
export function sameNumber(text: string): string {
  // Most numbers are written as all are: they need not be made anew.
  if (PLAIN_NUMBER.test(text) && !text.includes('〕第')) return text;
  return composed(
    normalNumber(text)
      .toUpperCase()
      .replace(/[〔［[【（(]/g, '〔')
      .replace(/[〕］\]】）)]/g, '〕')
      .replace(/\s+/g, '')
      .replace(/〕第+/g, '〕'),
  );
}

const BRACKETS = ['〔〕', '[]', '［］', '()', '（）', '【】'];

/** The ways in which an official number may be kept that somebody asks for in one of them. */
export function writingsOf(text: string): string[] {
  const same = sameNumber(text);
  const others = BRACKETS.flatMap(([open = '', close = '']) =>
    ['', '第'].map((ordinal) => same.replace('〔', open).replace('〕', close + ordinal)),
  );
  return [...new Set([normalNumber(text), ...others])];
}

/** Whether the text holds a character that controls the terminal or the printer rather than says something. */
export function hasControl(text: string): boolean {
  return CONTROL.test(text);
}

/** Whether marks are heaped on one character. */
export function isOverlaid(text: string): boolean {
  return OVERLAID.test(text);
}

/** Whether there is anything to be read in it. */
export function isSeen(text: string): boolean {
  return SEEN.test(text);
}
