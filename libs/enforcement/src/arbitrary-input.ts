import fc from 'fast-check';
import { type Constructor, type Field, fieldsOf } from '#fields';

/*
 * Whatever a command may say, made of its fields: so that properties hold for acts that nobody has thought of yet. For
 * tests alone; the library does not export it.
 */

const TEXT = '行政执法案件当事人处罚决定听证告知送达';
const USCC = '11330800768656330Q';

/** Days of two years that the rules know. */
const day = fc
  .integer({ min: 0, max: 700 })
  .map((days) => new Date(Date.UTC(2022, 0, 3 + days)).toISOString().slice(0, 10));

/** Objects of a class of fields that have no fault. */
export function inputOf<T extends object>(type: Constructor<T>): fc.Arbitrary<T> {
  const model: Record<string, fc.Arbitrary<unknown>> = {};
  const required: string[] = [];
  for (const [name, field] of fieldsOf(type)) {
    // Whether a party may have a code depends on what it is: the code is left out, and with it what confirms it.
    if (field.isOptional && (field.kind === 'uscc' || field.confirms !== undefined)) continue;
    model[name] = valuesOf(field);
    if (!field.isOptional) required.push(name);
  }
  const record = fc.record(model, { requiredKeys: required }) as unknown as fc.Arbitrary<T>;
  const [enclosing] = [...fieldsOf(type)].filter(([, { enclosed }]) => enclosed !== undefined);
  if (enclosing === undefined) return record;
  const [name, { enclosed }] = enclosing;
  return fc
    .constantFrom(...enclosed!.kinds())
    .chain((kind) =>
      fc.tuple(record, inputOf(kind.type)).map(([whole, inner]) => ({ ...whole, ...kind.beside, [name]: inner })),
    );
}

function valuesOf(field: Field): fc.Arbitrary<unknown> {
  if (!field.isList) return elementOf(field);
  const minLength = (field.schema['minItems'] as number | undefined) ?? 0;
  const maxLength = Math.min(field.maxItems ?? minLength, minLength + 2);
  return field.schema['uniqueItems'] === true
    ? fc.uniqueArray(elementOf(field), { minLength, maxLength })
    : fc.array(elementOf(field), { minLength, maxLength });
}

function elementOf({ kind, schema, terms, nested }: Field): fc.Arbitrary<unknown> {
  const bound = (keyword: string, otherwise: number) => (schema[keyword] as number | undefined) ?? otherwise;
  switch (kind) {
    case 'text':
    case 'narrative':
    case 'label':
    case 'name': {
      const minLength = bound('minLength', 1);
      const maxLength = Math.min(bound('maxLength', 20), minLength + 10);
      return fc.string({ unit: fc.constantFrom(...TEXT), minLength, maxLength });
    }
    case 'officialNumber':
      return fc.constantFrom('A-1', '衢综〔2023〕1号', 'C01');
    case 'id':
    case 'personRef':
    case 'recordRef':
      return fc.constantFrom('k1', 'qz', 'kecheng', 'zhang', 'li', 'chen');
    case 'unitRef':
      return fc.constantFrom('qz', 'kecheng', 'nowhere');
    case 'uscc':
      return fc.constant(USCC);
    case 'territory':
      return fc.constantFrom('330800', '330802001');
    case 'digest':
      return fc.constant('a'.repeat(64));
    case 'rule':
      return fc.constant('D03@2021-07-15');
    case 'day':
      return day;
    case 'moment':
      return day.map((on) => `${on}T09:30:00+08:00`);
    case 'fen':
    case 'number': {
      const min = bound('minimum', 0);
      return fc.integer({ min, max: Math.min(bound('maximum', 1_000_000), min + 1_000_000) });
    }
    case 'flag':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...Object.keys(terms!));
    case 'nested':
      return inputOf(nested!());
  }
}
