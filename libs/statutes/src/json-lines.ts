import { type ConfigurationProblem, StatutesConfigurationError } from './errors.js';

/** A parsed JSON text that remembers on which line each value began. */
export interface JsonWithLines {
  readonly value: unknown;
  /** Line by path, in the form of `ConfigurationProblem.path`; the whole is ''. */
  readonly lines: ReadonlyMap<string, number>;
}

/**
 * JSON (RFC 8259) with the line of every value, which the platform's parser does not tell. Throws a
 * `StatutesConfigurationError` that names the line. A key given twice is refused: which one counts would be a guess.
 */
export function parseJsonWithLines(text: string): JsonWithLines {
  const reader = new Reader(text);
  const value = reader.value('');
  reader.end();
  return { value, lines: reader.lines };
}

class Reader {
  readonly lines = new Map<string, number>();
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    // Editors on Windows put a byte order mark in front, which nobody can see.
    this.#text = text.replace(/^\uFEFF/, '');
  }

  value(path: string): unknown {
    this.#space();
    this.lines.set(path, this.#line);
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(path);
      case '[':
        return this.#array(path);
      case '"':
        return this.#string(path);
      default:
        return this.#literal(path);
    }
  }

  end(): void {
    this.#space();
    if (this.#at < this.#text.length) this.#refuse('', '文本到此结束');
  }

  #object(path: string): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    this.#take('{', path);
    if (this.#taken('}')) return object;
    do {
      this.#space();
      const line = this.#line;
      const key = this.#string(path);
      const inner = path === '' ? key : `${path}.${key}`;
      if (Object.hasOwn(object, key)) this.#refuse(inner, '只写一次的键', `重复的“${key}”`, line);
      this.#take(':', inner);
      const value = this.value(inner);
      Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
    } while (this.#taken(','));
    this.#take('}', path);
    return object;
  }

  #array(path: string): unknown[] {
    const array: unknown[] = [];
    this.#take('[', path);
    if (this.#taken(']')) return array;
    do array.push(this.value(`${path}[${array.length}]`));
    while (this.#taken(','));
    this.#take(']', path);
    return array;
  }

  #string(path: string): string {
    const start = this.#at;
    const [quoted] = this.#match(/"(?:[^"\\\n]|\\.)*"/y) ?? [];
    if (quoted === undefined) this.#refuse(path, '双引号括起的文字');
    try {
      return JSON.parse(quoted) as string;
    } catch {
      this.#at = start;
      this.#refuse(path, '转义正确的文字');
    }
  }

  #literal(path: string): unknown {
    const [word] = this.#match(/true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y) ?? [];
    if (word === undefined) this.#refuse(path, 'JSON 值');
    return JSON.parse(word);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match !== null) this.#at += match[0].length;
    return match;
  }

  #space(): void {
    const [space] = this.#match(/[ \t\r\n]*/y)!;
    for (const character of space) if (character === '\n') this.#line += 1;
  }

  #taken(sign: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #take(sign: string, path: string): void {
    if (!this.#taken(sign)) this.#refuse(path, `“${sign}”`);
  }

  #refuse(path: string, expected: string, found = this.#found(), line = this.#line): never {
    const problem: ConfigurationProblem = { path: path === '' ? '配置' : path, line, expected, found };
    throw new StatutesConfigurationError([problem]);
  }

  #found(): string {
    const rest = this.#text.slice(this.#at, this.#at + 12).split('\n')[0];
    return rest === undefined || rest === '' ? '文本结束' : `“${rest}”`;
  }
}
