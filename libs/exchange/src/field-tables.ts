import type { JsonSchema } from '#fields';

/* Schemas as tables of Markdown. */

/** The fields of a schema, nested ones by their path. */
export function fieldTable(schema: JsonSchema): string {
  const rows = fieldRows(schema, '');
  if (rows.length === 0) return '没有可以对外的内容：data 是空的对象。';
  return table(['字段', '名称', '内容', '必有'], rows);
}

function fieldRows(schema: JsonSchema, prefix: string): string[][] {
  const required = new Set((schema['required'] ?? []) as readonly string[]);
  return Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>).flatMap(([name, field]) => {
    const items = field['items'] as JsonSchema | undefined;
    const path = `${prefix}${name}`;
    return [
      [`\`${path}\``, String(field['title'] ?? ''), contentOf(field), required.has(name) ? '是' : ''],
      ...fieldRows(field, `${path}.`),
      ...(items === undefined ? [] : fieldRows(items, `${path}[].`)),
    ];
  });
}

const FORMATS: Readonly<Record<string, string>> = {
  date: '日期，YYYY-MM-DD',
  'date-time': '带时区的时刻',
  uuid: 'UUID',
  uri: '地址',
  'uri-reference': '地址',
};

/** What a field holds, in words. */
function contentOf(field: JsonSchema): string {
  const types = [field['type']].flat();
  const nullable = types.includes('null') ? '，或者 null（原有的已经取消）' : '';
  const terms = field['x-terms'] as Readonly<Record<string, string>> | undefined;
  if (field['const'] !== undefined) return `\`${field['const']}\``;
  if (types.includes('array')) {
    const items = field['items'] as JsonSchema;
    return `列表${bounds(field, 'minItems', 'maxItems', '项')}${items['properties'] ? '' : `，每一项是${contentOf(items)}`}`;
  }
  if (terms !== undefined)
    return `选项：${Object.entries(terms)
      .map(([term, said]) => `\`${term}\` ${said}`)
      .join('、')}`;
  if (types.includes('object')) return '对象';
  if (types.includes('boolean')) return '是否';
  if (types.includes('integer'))
    return `整数${field['x-unit'] === 'fen' ? '，单位分' : ''}${bounds(field, 'minimum', 'maximum', '')}${nullable}`;
  const format = FORMATS[String(field['format'])];
  if (format !== undefined) return `${format}${nullable}`;
  return `文本${bounds(field, 'minLength', 'maxLength', '字')}${nullable}`;
}

function bounds(field: JsonSchema, least: string, most: string, unit: string): string {
  const [min, max] = [field[least] as number | undefined, field[most] as number | undefined];
  if (max === undefined) return '';
  return min === undefined || (min <= 1 && unit !== '')
    ? `（至多 ${max} ${unit}）`.replace(' ）', '）')
    : `（${min} 至 ${max}${unit && ` ${unit}`}）`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
