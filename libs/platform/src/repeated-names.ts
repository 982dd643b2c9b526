/*
 * JSON.parse keeps the last of several members with one name: of two amounts in a body the first would be dropped in
 * silence. Whether there is such a name shows in the number of names; only then is it looked for.
 */

/** Path of the first member of a JSON text that has the name of one before it; undefined where there is none. */
export function repeatedName(text: string, value: unknown): string | undefined {
  return namesIn(text) === membersOf(value) ? undefined : findRepeated(text);
}

const COLON = 58;
const BACKSLASH = 92;

/** Index of the quote that closes the string that opens at `open`. */
function closingQuote(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); ; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((at - before) % 2 === 1) return at;
  }
}

function isName(text: string, close: number): boolean {
  let next = close + 1;
  while (text.charCodeAt(next) <= 32) next += 1;
  return text.charCodeAt(next) === COLON;
}

function namesIn(text: string): number {
  let names = 0;
  for (let open = text.indexOf('"'); open >= 0; ) {
    const close = closingQuote(text, open);
    if (isName(text, close)) names += 1;
    open = text.indexOf('"', close + 1);
  }
  return names;
}

function membersOf(value: unknown): number {
  const open: object[] = typeof value === 'object' && value !== null ? [value] : [];
  let members = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const values = Array.isArray(next) ? next : Object.values(next);
    if (!Array.isArray(next)) members += values.length;
    for (const one of values) if (typeof one === 'object' && one !== null) open.push(one);
  }
  return members;
}

interface Level {
  readonly path: string;
  /** Of an object; a list has none. */
  readonly names?: Set<string>;
  /** The name of the member, or the index of the element, that is being read. */
  at: string | number;
}

function pathOf(level: Level | undefined): string {
  if (level === undefined) return '';
  const { path, at } = level;
  if (typeof at === 'number') return `${path}[${at}]`;
  return path === '' ? at : `${path}.${at}`;
}

function findRepeated(text: string): string | undefined {
  const levels: Level[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const level = levels.at(-1);
    switch (text[index]) {
      case '{':
        levels.push({ path: pathOf(level), names: new Set(), at: '' });
        break;
      case '[':
        levels.push({ path: pathOf(level), at: 0 });
        break;
      case '}':
      case ']':
        levels.pop();
        break;
      case ',':
        if (typeof level?.at === 'number') level.at += 1;
        break;
      case '"': {
        const close = closingQuote(text, index);
        if (level?.names && isName(text, close)) {
          level.at = JSON.parse(text.slice(index, close + 1)) as string;
          if (level.names.has(level.at)) return pathOf(level);
          level.names.add(level.at);
        }
        index = close;
      }
    }
  }
  return undefined;
}
