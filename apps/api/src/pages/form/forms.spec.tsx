import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AGGREGATES, lawRegistry } from '#enforcement';
import { type Constructor, type Field, fieldsOf } from '#fields';
import { REGISTERS } from '#figures';
import { inputOf } from '../../../../../libs/enforcement/src/arbitrary-input.js';
import { helpOf } from '../../questions/forms.js';
import { encoded, inputNames, sentOf } from '../../testing/form-inputs.js';
import { ActForm } from '../../ui/act-form.js';
import { html } from '../../ui/layout.js';
import { readForm } from '../form-body.js';
import { type FilledObject, filledFrom, filledOf, inputsOf, saidBy, withoutBlankRows } from './filled.js';

/* Properties of the form of every command of every register, whatever is declared. */

const COMMANDS = REGISTERS.flatMap((register) =>
  register.aggregate.commands.map((command) => [`${register.path}/${command.name}`, command] as const),
);

const OFFERED = {
  people: [{ value: 'zhang', text: '张办案' }],
  leaders: [],
  units: [{ value: 'qz', text: '衢州市' }],
  records: {},
};

function shown(type: Constructor, filled: FilledObject): string {
  return html(
    <ActForm
      type={type}
      filled={filled}
      offered={OFFERED}
      faults={new Map()}
      action="/x"
      carried={[['_key', 'k1']]}
      sends="办理"
      back="/"
    />,
  );
}

/** What a form can say: choices in the order of their terms; what may be left out, and says nothing, is left out. */
function sayable(type: Constructor, said: object): object {
  const values = said as Readonly<Record<string, unknown>>;
  const entries = [...fieldsOf(type)].flatMap(([name, field]) => {
    const value = values[name];
    const isNothing = value === false || (Array.isArray(value) && value.length === 0);
    if (value === undefined || (field.isOptional && isNothing)) return [];
    return [[name, sayableValue(field, value)] as const];
  });
  return Object.fromEntries(entries);
}

function sayableValue(field: Field, value: unknown): unknown {
  if (field.enclosed) return value;
  if (field.nested !== undefined)
    return Array.isArray(value)
      ? value.map((one) => sayable(field.nested!(), one))
      : sayable(field.nested(), value as object);
  if (field.kind !== 'choice' || !Array.isArray(value)) return value;
  return Object.keys(field.terms!).filter((term) => value.includes(term));
}

/** Paths of the fields of a class that somebody fills in, each list at its first element. */
function pathsOf(type: Constructor, at = ''): string[] {
  return [...fieldsOf(type)].flatMap(([name, field]) => {
    if (field.isCarried || field.enclosed) return [];
    const path = at === '' ? name : `${at}.${name}`;
    const element = field.isList && field.kind !== 'choice' ? `${path}[0]` : path;
    return field.nested === undefined ? [element] : pathsOf(field.nested(), element);
  });
}

const read = (type: Constructor, pairs: Iterable<readonly [string, string]>) =>
  saidBy(type, withoutBlankRows(type, filledOf(type, readForm(encoded(pairs)))));

describe('表单', () => {
  it('每一个有办理事项的档案种类都是登记册，都有表单', () => {
    const withForms = new Set(REGISTERS.map(({ name }) => name));
    expect(AGGREGATES.filter(({ name, commands }) => commands.length > 0 && !withForms.has(name))).toEqual([]);
    expect(COMMANDS.length).toBeGreaterThan(90);
  });

  describe.each(COMMANDS)('%s', (name, command) => {
    const { input } = command;

    it('说明是两句话：谁依什么办，什么时候办或者办了怎样', () => {
      const help = helpOf(REGISTERS.find(({ path }) => name.startsWith(`${path}/`))!, command);
      expect(help).toHaveLength(2);
      for (const sentence of help) expect(sentence).toMatch(/^[^。]{8,}。$/);
    });

    it('每一栏都有以其路径为名的输入', () => {
      const [sample] = fc.sample(inputOf(input), { numRuns: 1, seed: 7 });
      const whole = { ...filledFrom(input, sample!) };
      // An optional list has its inputs once a row was added.
      for (const [name, field] of fieldsOf(input))
        if (field.isList && field.kind !== 'choice' && (whole[name] as readonly unknown[]).length === 0)
          whole[name] = [field.nested ? filledFrom(field.nested(), {}) : ''];
      const names = new Set(inputNames(shown(input, whole)));
      expect(pathsOf(input).filter((path) => !names.has(path))).toEqual([]);
    });

    it('填了什么，交上来的就是什么，且为办理所接受', () => {
      fc.assert(
        fc.property(inputOf(input), (given) => {
          const said = sayable(input, given);
          const result = read(input, sentOf(shown(input, filledFrom(input, said))));
          expect(result).toEqual({ body: said, faults: [] });
          expect(lawRegistry.parse(command, result.body).faults).toBeUndefined();
        }),
        { numRuns: 12 },
      );
    });

    it('核对页上随行的内容，交上来还是原样', () => {
      fc.assert(
        fc.property(inputOf(input), (given) => {
          const said = sayable(input, given);
          expect(read(input, inputsOf(input, filledFrom(input, said)))).toEqual({ body: said, faults: [] });
        }),
        { numRuns: 12 },
      );
    });

    it('什么都没有填的，每一个必填栏都说得出来', () => {
      const { faults, body } = read(input, sentOf(shown(input, filledFrom(input, {}))));
      const required = [...fieldsOf(input)].filter(([, field]) => !field.isOptional && !field.isList && !field.nested);
      expect(faults.map(({ path }) => path)).toEqual(expect.arrayContaining(required.map(([name]) => name)));
      for (const { message } of faults) expect(message).toMatch(/^请(填写|选择)/);
      const unsaid = [...fieldsOf(input)].some(([, { isOptional }]) => !isOptional);
      expect(faults.length > 0 || lawRegistry.parse(command, body).faults !== undefined).toBe(unsaid);
    });

    it('填入的网页代码按文字显示', () => {
      const markup = `"><script>alert('1')</script><img src=x onerror=alert(2)>&amp;`;
      const filled = everywhere(input, markup);
      const page = shown(input, filled);
      expect(page).not.toContain('<script>');
      expect(page).not.toContain('<img');
      // And it stands in every input into which it could be put, as it was.
      const kept = new Map(sentOf(page));
      for (const [name, value] of inputsOf(input, filled))
        if (value === markup && kept.has(name)) expect([name, kept.get(name)]).toEqual([name, markup]);
    });
  });
});

/** A form in every text of which the same stands. */
function everywhere(type: Constructor, text: string): FilledObject {
  return Object.fromEntries(
    [...fieldsOf(type)].map(([name, field]) => {
      const one = field.nested && !field.enclosed ? everywhere(field.nested(), text) : text;
      return [name, field.isList ? [one] : one];
    }),
  );
}
