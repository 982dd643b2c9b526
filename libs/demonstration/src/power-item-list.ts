import { CATALOGUE_FIELDS, type CatalogueField } from '#enforcement';
import { ORDINARY_ITEMS, PARKING_ITEM, SUMMARY_ITEMS } from './quzhou.js';

/* The list of power items of the city: those that cases are about, and as many more as the report says, made up of duties and things. */

export interface ListedItem {
  readonly itemId: string;
  readonly name: string;
  readonly field: CatalogueField;
}

const FIELDS = Object.keys(CATALOGUE_FIELDS) as CatalogueField[];
const OBJECTS = ['设施', '场所', '车辆', '档案', '标志', '作业面', '排放口', '用地', '施工现场', '公共部位'];
const BREACHES = ['未按规定备案', '未按规定维护', '未按规定公示', '未按规定记录', '擅自变更', '擅自停用', '未按期整改'];
const TASKS = ['经营单位', '施工单位', '管理单位', '养护单位'];

const KNOWN: readonly ListedItem[] = [...ORDINARY_ITEMS, ...SUMMARY_ITEMS, PARKING_ITEM].map(
  ({ itemId, name, field }) => ({ itemId, name, field }),
);

/** So many items, the same ones in the same order every time; those that cases are about come first. */
export function powerItemList(count: number): ListedItem[] {
  const made = Array.from({ length: Math.max(0, count - KNOWN.length) }, (_, n): ListedItem => {
    const field = FIELDS[n % FIELDS.length]!;
    const turn = Math.floor(n / FIELDS.length);
    const of = <T>(words: readonly T[], step: number) => words[Math.floor(turn / step) % words.length]!;
    return {
      itemId: `3302${String(10_000 + n).padStart(8, '0')}`,
      name: `${CATALOGUE_FIELDS[field]}${of(TASKS, 70)}${of(OBJECTS, 7)}${of(BREACHES, 1)}`,
      field,
    };
  });
  return [...KNOWN.slice(0, count), ...made];
}
