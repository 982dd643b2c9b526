/* What a browser reads in a form and what it would send: for specs that fill in what a page shows. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]!);
}

type Attributes = Readonly<Record<string, string>>;

function attributesOf(tag: string): Attributes {
  const pairs = [...tag.matchAll(/([a-zA-Z-]+)(?:="([^"]*)")?(?=[\s/>]|$)/g)];
  return Object.fromEntries(pairs.map(([, name, value = '']) => [name!.toLowerCase(), unescaped(value)]));
}

/** The form of an act in a page, as its own text. */
export function actFormIn(html: string): string {
  const form = /<form method="post" action="[^"]*" class="act[\s\S]*?<\/form>/.exec(html)?.[0];
  if (form === undefined) throw new Error(`no form in ${html.slice(0, 2000)}`);
  return form;
}

const TAG = '((?:[^>"]|"[^"]*")*)>';
const INPUT = new RegExp(
  `<input\\b${TAG}|<textarea\\b${TAG}([\\s\\S]*?)</textarea>|<select\\b${TAG}([\\s\\S]*?)</select>`,
  'g',
);
const OPTION = new RegExp(`<option\\b${TAG}`, 'g');

/** Names of the inputs that are there to be filled in. */
export function inputNames(html: string): string[] {
  return [...actFormIn(html).matchAll(INPUT)].flatMap(([, input = '', area = '', , select = '']) => {
    const { name, type } = attributesOf(input + area + select);
    return name === undefined || type === 'hidden' ? [] : [name];
  });
}

/** What a browser sends of a form in which nobody has changed anything. */
export function sentOf(html: string): [name: string, value: string][] {
  return [...actFormIn(html).matchAll(INPUT)].flatMap(([, input, area, text = '', select, options = '']) => {
    const own = attributesOf(input ?? area ?? select ?? '');
    const name = own['name'];
    if (name === undefined) return [];
    if (area !== undefined) return [[name, unescaped(text).replace(/^\n/, '').replaceAll('\n', '\r\n')]];
    if (select !== undefined) return [[name, chosenIn(options)]];
    if ((own['type'] === 'checkbox' || own['type'] === 'radio') && !('checked' in own)) return [];
    return [[name, own['value'] ?? '']];
  });
}

function chosenIn(options: string): string {
  const all = [...options.matchAll(OPTION)].map(([, tag]) => attributesOf(tag!));
  return (all.find((option) => 'selected' in option) ?? all[0])?.['value'] ?? '';
}

/** A form as it travels. */
export function encoded(fields: Iterable<readonly [string, string]>): string {
  return [...fields].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}
