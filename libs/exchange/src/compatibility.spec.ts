import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { JsonSchema } from '#fields';
import { succession } from './compatibility.js';
import { renderMessages } from './render-messages.js';
import { PUBLISHED, type PublicContract, type Published, schemaAt } from './schemas.js';

describe('对外的约定', () => {
  it('其他系统读得了，与已经公布的一致（不一致时运行 npm run contract:update）', () => {
    const { contract, refused } = succession(PUBLISHED);
    expect(refused).toEqual([]);
    const changed = Object.entries(contract.present).filter(
      ([name, entry]) => JSON.stringify(entry) !== JSON.stringify(PUBLISHED.present[name]),
    );
    expect(changed).toEqual([]);
    expect(Object.keys(contract.earlier)).toEqual(Object.keys(PUBLISHED.earlier));
  });

  it('每个版本的约定都在它的地址', () => {
    expect(Object.keys(PUBLISHED.present).length).toBeGreaterThan(100);
    for (const [name, { version, schema }] of Object.entries(PUBLISHED.present))
      expect(schemaAt(`${name}/${version}`)).toEqual(schema);
    for (const [address, { schema }] of Object.entries(PUBLISHED.earlier)) expect(schemaAt(address)).toEqual(schema);
    expect(schemaAt('case.CaseFiled')).toBeUndefined();
    expect(schemaAt('case.CaseFiled/9')).toBeUndefined();
  });

  it('docs/messages.md 与约定一致（不一致时运行 npm run contract:update）', () => {
    expect(readFileSync('docs/messages.md', 'utf8')).toBe(renderMessages());
  });
});

describe('同一版本内怎样算读得了', () => {
  const fields = (properties: Record<string, JsonSchema>, ...required: string[]): JsonSchema => ({
    title: '立案',
    type: 'object',
    properties,
    required,
  });
  const day = { title: '立案日期', type: 'string', format: 'date' };
  const choice = (...terms: string[]) => ({
    title: '程序',
    type: 'string',
    'x-terms': Object.fromEntries(terms.map((term) => [term, `${term}的名称`])),
  });
  const contract = (schema: JsonSchema, version = 1, topic = 'cases'): Record<string, Published> => ({
    'case.CaseFiled': { version, topic, schema },
  });
  const from = (schema: JsonSchema): PublicContract => ({ present: contract(schema), earlier: {} });
  const refused = (was: JsonSchema, is: JsonSchema) => succession(from(was), contract(is)).refused;
  const fault = (...texts: string[]) => texts.map((text) => expect.stringContaining(text));

  const was = fields({ filedOn: day, procedure: choice('A', 'B') }, 'filedOn');

  it('没有改动；新的消息', () => {
    expect(refused(was, was)).toEqual([]);
    expect(succession({ present: {}, earlier: {} }, contract(was))).toEqual({ contract: from(was), refused: [] });
  });

  it('增加可以没有的字段和选项，改名称：读得了', () => {
    expect(
      refused(
        was,
        fields({ procedure: choice('A', 'C', 'B'), filedOn: { ...day, title: '立案日' }, note: day }, 'filedOn'),
      ),
    ).toEqual([]);
  });

  it('字段没有了、必有的新字段、改为必有、改为可以没有：读不了', () => {
    expect(refused(was, fields({ filedOn: day }, 'filedOn'))).toEqual(fault('case.CaseFiled.procedure：字段没有了'));
    expect(refused(was, fields({ ...(was['properties'] as object), note: day }, 'filedOn', 'note'))).toEqual(
      fault('case.CaseFiled.note：新增的字段应当可以没有'),
    );
    const properties = was['properties'] as Record<string, JsonSchema>;
    expect(refused(was, fields(properties, 'filedOn', 'procedure'))).toEqual(fault('procedure：改为必有'));
    expect(refused(was, fields(properties))).toEqual(fault('filedOn：改为可以没有'));
  });

  it('种类、格式、长度改了，选项少了：读不了', () => {
    const changed = (field: JsonSchema, into: JsonSchema) => refused(fields({ field }), fields({ field: into }));
    expect(changed(day, { ...day, format: 'date-time' })).toEqual(fault('format 由 "date" 改为 "date-time"'));
    expect(changed(day, { ...day, type: ['string', 'null'] })).toEqual(fault('type 由'));
    expect(changed({ ...day, maxLength: 9 }, { ...day, maxLength: 10 })).toEqual(fault('maxLength 由 9 改为 10'));
    expect(changed(day, { ...day, minLength: 1 })).toEqual(fault('minLength 由 无 改为 1'));
    expect(changed(choice('A', 'B'), choice('A'))).toEqual(fault('选项 B 没有了'));
    expect(changed(choice('A'), { title: '程序', type: 'string' })).toEqual(fault('选项有无改变'));
  });

  it('对象之内、列表之内一样检查', () => {
    const list = (items: JsonSchema) => fields({ parties: { type: 'array', items } });
    expect(refused(list(fields({ on: day })), list(fields({})))).toEqual(
      fault('case.CaseFiled.parties[].on：字段没有了'),
    );
    expect(refused(list(choice('A', 'B')), list(choice('A')))).toEqual(fault('parties[]：选项 B 没有了'));
    expect(refused(list(day), fields({ parties: { type: 'array' } }))).toEqual(fault('列表的内容有无改变'));
    const nested = (within: JsonSchema) => fields({ party: within });
    expect(refused(nested(fields({ on: day })), nested(fields({ on: day, at: day }, 'at')))).toEqual(
      fault('case.CaseFiled.party.at：新增的字段'),
    );
  });

  it('换了主题、取消、版本倒退：读不了', () => {
    expect(succession(from(was), contract(was, 1, 'files')).refused).toEqual(fault('主题由 cases 改为 files'));
    expect(succession(from(was), {}).refused).toEqual(fault('不能取消'));
    const second = { present: contract(was, 2), earlier: {} };
    expect(succession(second, contract(was, 1)).refused).toEqual(fault('不能取消'));
  });

  it('提高了版本的，怎样改都可以；以前各版仍在原处', () => {
    const is = fields({ filedAt: { ...day, format: 'date-time' } }, 'filedAt');
    const next = succession(from(was), contract(is, 2, 'files'));
    expect(next).toEqual({
      contract: { present: contract(is, 2, 'files'), earlier: { 'case.CaseFiled/1': contract(was)['case.CaseFiled'] } },
      refused: [],
    });
    const third = succession(next.contract, contract(was, 3));
    expect(Object.keys(third.contract.earlier)).toEqual(['case.CaseFiled/1', 'case.CaseFiled/2']);
  });
});
