import type { JsonSchema as Json } from '#fields';

/** A body that the schema of a command permits: its required fields alone. */
export function exampleOf(schema: Json): unknown {
  if (schema['const'] !== undefined) return schema['const'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  switch (schema['type']) {
    case 'object': {
      const [kind] = (schema['oneOf'] ?? []) as readonly Json[];
      const properties = {
        ...(schema['properties'] as object),
        ...(kind?.['properties'] as object | undefined),
      } as Readonly<Record<string, Json>>;
      return Object.fromEntries(
        (schema['required'] as readonly string[]).map((name) => [name, exampleOf(properties[name]!)]),
      );
    }
    case 'array': {
      const items = schema['items'] as Json;
      const count = Math.max(1, Number(schema['minItems'] ?? 0));
      const choices = items['enum'];
      if (Array.isArray(choices)) return choices.slice(0, count);
      return Array.from({ length: count }, () => exampleOf(items));
    }
    case 'integer':
      return schema['minimum'] ?? 0;
    case 'boolean':
      return false;
    default:
      return exampleText(schema);
  }
}

/** What patterns ask for: a code of a real bureau, whose last character checks the others; a county; a digest; an id. */
const CODES = ['11330800768656330Q', '330802', '0'.repeat(64), 'x'];

function exampleText(schema: Json): string {
  if (schema['format'] === 'date') return '2023-05-06';
  if (schema['format'] === 'date-time') return '2023-05-06T09:30:00+08:00';
  const { pattern } = schema;
  if (typeof pattern === 'string') return CODES.findLast((code) => new RegExp(pattern).test(code)) ?? 'x';
  const title = String(schema['title'] ?? '…');
  const min = Number(schema['minLength'] ?? 1);
  return title.length >= min ? title.slice(0, Number(schema['maxLength'])) : '0'.repeat(min);
}
