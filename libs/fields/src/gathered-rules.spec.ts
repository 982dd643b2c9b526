import { describe, expect, it } from '@jest/globals';
import { getMetadataStorage, IsString, ValidateNested, validateSync } from 'class-validator';
import './gathered-rules.js';

/*
 * gathered-rules.ts stands on two methods of class-validator that are no part of its interface (typestack/class-validator#2686).
 * When one of these fails after an update: look at what became of the methods, and whether the patch is needed still.
 */

const storage = getMetadataStorage();
const prototype = Object.getPrototypeOf(storage) as Record<string, (...given: unknown[]) => unknown>;

class Named {
  @IsString() name!: string;
}

class Team {
  @ValidateNested({ each: true }) members!: Named[];
}

describe('class-validator 的规则只收集一次（typestack/class-validator#2686）', () => {
  it('两个方法还在，参数还是那些', () => {
    expect(String(prototype['getTargetValidationMetadatas'])).toMatch(
      /^getTargetValidationMetadatas\(targetConstructor, targetSchema, always, strictGroups, groups\)/,
    );
    expect(String(prototype['groupByPropertyName'])).toMatch(/^groupByPropertyName\(metadata\)/);
  });

  it('包上的方法与原来的给出同样的规则', () => {
    const [rules, original] = [storage, prototype].map((from) =>
      from.getTargetValidationMetadatas!.call(storage, Named, undefined as never, false, false),
    ) as [ReturnType<typeof storage.getTargetValidationMetadatas>, unknown];
    expect(rules).toEqual(original);
    expect(storage.groupByPropertyName(rules)).toEqual(prototype['groupByPropertyName']!.call(storage, rules));
  });

  it('再问不再收集：给出的是同一份', () => {
    const ask = () => storage.getTargetValidationMetadatas(Named, undefined as never, false, false);
    expect(ask()).toBe(ask());
    expect(storage.groupByPropertyName(ask())).toBe(storage.groupByPropertyName(ask()));
    // With groups it is another question.
    expect(storage.getTargetValidationMetadatas(Named, undefined as never, false, false, ['x'])).toEqual([]);
  });

  it('列表中的每一项也不再收集：给出的是同一份', () => {
    const given: unknown[] = [];
    const wrapped = storage.groupByPropertyName;
    storage.groupByPropertyName = (rules) => {
      given.push(rules);
      return wrapped(rules);
    };
    try {
      const team = Object.assign(new Team(), {
        members: ['甲', '乙'].map((name) => Object.assign(new Named(), { name })),
      });
      expect(validateSync(team)).toEqual([]);
    } finally {
      storage.groupByPropertyName = wrapped;
    }
    expect(given).toHaveLength(3);
    expect(given[1]).toBe(given[2]);
  });

  it('validateSync 问的就是包上的方法', () => {
    const asked: unknown[] = [];
    const wrapped = storage.getTargetValidationMetadatas;
    storage.getTargetValidationMetadatas = (...given) => {
      asked.push(given[0]);
      return wrapped(...given);
    };
    try {
      expect(validateSync(Object.assign(new Named(), { name: 1 }))).toHaveLength(1);
    } finally {
      storage.getTargetValidationMetadatas = wrapped;
    }
    expect(asked).toEqual([Named]);
  });
});
