import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/* The files that pages load. Their names carry a hash of their content, so that a browser keeps them for ever. */

export interface Asset {
  readonly name: string;
  readonly type: string;
  readonly content: string;
}

function asset(name: string, extension: string, type: string, content: string): Asset {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { name: `${name}-${hash}.${extension}`, type, content };
}

/** What every sheet rests on comes first; the sheets of components stand for themselves, in whatever order. */
const FIRST = ['ui/tokens.css', 'ui/elements.css'];

/** The sheets beside the components, as one. */
function styleSheet(): string {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const others = globSync('{ui,pages,identity}/*.css', { cwd })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !FIRST.includes(path))
    .sort();
  return [...FIRST, ...others].map((path) => readFileSync(`${cwd}/${path}`, 'utf8')).join('\n');
}

/** Islands: custom elements, a file each, without which every page works all the same. */
function islands(): string {
  const cwd = fileURLToPath(new URL('../islands', import.meta.url));
  return globSync('*.js', { cwd })
    .sort()
    .map((path) => readFileSync(`${cwd}/${path}`, 'utf8'))
    .join('\n');
}

const STYLE = asset('style', 'css', 'text/css; charset=utf-8', styleSheet());
const ISLANDS = asset('islands', 'js', 'text/javascript; charset=utf-8', islands());

export const STYLE_PATH = `/assets/${STYLE.name}`;
export const ISLANDS_PATH = `/assets/${ISLANDS.name}`;

export const ASSETS: ReadonlyMap<string, Asset> = new Map([STYLE, ISLANDS].map((file) => [file.name, file]));
