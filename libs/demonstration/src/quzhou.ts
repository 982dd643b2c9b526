import type { ItemField, UnitLevel } from '#enforcement';
import type { Dice } from './random.js';

/* What a year in Quzhou is made of: units, streets, names, power items. Places are real, people and firms invented. */

export interface DemoUnit {
  readonly unitId: string;
  readonly name: string;
  readonly level: UnitLevel;
  readonly parentId?: string;
  readonly territoryCode: string;
  readonly uscc: string;
  readonly documentPrefix: string;
  readonly streets: readonly string[];
}

export const BUREAU = '330800';

const CITY_STREETS = [
  '荷花中路',
  '上街',
  '下街',
  '县西街',
  '坊门街',
  '新桥街',
  '劳动路',
  '白云中大道',
  '花园中大道',
  '九华中大道',
];

/** 市本级、8 个县（市、区）局和分局, with the towns and streets to which powers are delegated: 35 in all. */
const COUNTIES: readonly (readonly [
  code: string,
  name: string,
  mark: string,
  streets: readonly string[],
  towns: readonly string[],
])[] = [
  [
    '330802',
    '柯城区综合行政执法局',
    '衢柯综',
    ['府山街', '南街', '亭川路', '双港路'],
    ['府山街道', '荷花街道', '花园街道', '双港街道', '石室乡', '航埠镇'],
  ],
  [
    '330803',
    '衢江区综合行政执法局',
    '衢江综',
    ['振兴中路', '霞飞路', '沈家大道', '东迹大道'],
    ['樟潭街道', '高家镇', '廿里镇', '大洲镇', '湖南镇'],
  ],
  [
    '330822',
    '常山县综合行政执法局',
    '常综',
    ['定阳北路', '文峰西路', '紫港中路', '人民路'],
    ['天马街道', '紫港街道', '辉埠镇', '球川镇', '芳村镇'],
  ],
  [
    '330824',
    '开化县综合行政执法局',
    '开综',
    ['芹南路', '江滨路', '解放街', '凤凰路'],
    ['芹阳办事处', '华埠镇', '马金镇', '池淮镇', '村头镇'],
  ],
  [
    '330825',
    '龙游县综合行政执法局',
    '龙综',
    ['太平东路', '荣昌路', '文化路', '平政路'],
    ['龙洲街道', '东华街道', '湖镇镇', '小南海镇', '溪口镇'],
  ],
  [
    '330881',
    '江山市综合行政执法局',
    '江综',
    ['中山路', '鹿溪中路', '城中路', '南门路'],
    ['双塔街道', '虎山街道', '贺村镇', '清湖街道', '峡口镇'],
  ],
  [
    '330891',
    '市综合行政执法局智造新城分局',
    '衢智造综',
    ['世纪大道', '东港一路', '念化路', '百灵中路'],
    ['东港街道', '黄家街道'],
  ],
  [
    '330892',
    '市综合行政执法局智慧新城分局',
    '衢智慧综',
    ['盈川中路', '白云北大道', '书院大道', '芹江东路'],
    ['白云街道', '信安街道'],
  ],
];

const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const USCC_WEIGHTS = Array.from({ length: 17 }, (_, n) => 3 ** n % 31);

/** 17 characters of 统一社会信用代码 completed by their check character (GB 32100-2015). */
export function withCheckCharacter(body: string): string {
  const sum = [...body].reduce((total, character, n) => total + USCC_ALPHABET.indexOf(character) * USCC_WEIGHTS[n]!, 0);
  return body + USCC_ALPHABET[(31 - (sum % 31)) % 31];
}

function organCode(territory: string, serial: number): string {
  return withCheckCharacter(`11${territory.slice(0, 6)}7${String(serial).padStart(8, '0')}`);
}

export const UNITS: readonly DemoUnit[] = [
  {
    unitId: BUREAU,
    name: '衢州市综合行政执法局',
    level: 'CITY',
    territoryCode: '330800',
    uscc: '11330800768656330Q',
    documentPrefix: '衢综',
    streets: CITY_STREETS,
  },
  ...COUNTIES.map(
    ([unitId, name, documentPrefix, streets], index): DemoUnit => ({
      unitId,
      name,
      level: 'COUNTY',
      parentId: BUREAU,
      territoryCode: unitId,
      uscc: organCode(unitId, index + 1),
      documentPrefix,
      streets,
    }),
  ),
  ...COUNTIES.flatMap(([parentId, , mark, streets, towns], county) =>
    towns.map(
      (name, index): DemoUnit => ({
        unitId: `${parentId}${String(index + 1).padStart(3, '0')}`,
        name: `${name}${/街道|办事处$/.test(name) ? '' : '人民政府'}`,
        level: 'TOWNSHIP',
        parentId,
        territoryCode: `${parentId}${String(index + 1).padStart(3, '0')}`,
        uscc: organCode(parentId, 100 * (county + 1) + index),
        documentPrefix: `${mark}${name.slice(0, 1)}`,
        streets: streets.map((street) => `${name}${street}`),
      }),
    ),
  ),
];

export interface DemoItem {
  readonly itemId: string;
  readonly name: string;
  readonly field: ItemField;
  /** Usual fines in yuan: of a citizen, and of an organisation. */
  readonly citizenYuan: readonly [low: number, high: number];
  readonly organisationYuan: readonly [low: number, high: number];
  readonly correction: string;
}

/** Items of the ordinary procedure. */
export const ORDINARY_ITEMS: readonly DemoItem[] = [
  {
    itemId: '330217211000',
    name: '未取得建设工程规划许可证进行建设',
    field: 'PLANNING',
    citizenYuan: [2000, 12000],
    organisationYuan: [20000, 90000],
    correction: '立即停止在本地块上的建设行为，并于限期内补办建设工程规划许可手续或者自行拆除违法部分',
  },
  {
    itemId: '330217224000',
    name: '将未经处置核准的建筑垃圾运输出场',
    field: 'CONSTRUCTION_WASTE',
    citizenYuan: [500, 3000],
    organisationYuan: [5000, 30000],
    correction: '立即停止未经核准的建筑垃圾运输行为，清理已倾倒的建筑垃圾，并于限期内办理处置核准手续',
  },
  {
    itemId: '330217263000',
    name: '燃气经营者未按规定对燃气用户进行入户安全检查',
    field: 'GAS',
    citizenYuan: [1000, 3000],
    organisationYuan: [10000, 60000],
    correction: '于限期内对所供用户完成入户安全检查并建立用户安全档案，检查记录报送本机关备查',
  },
  {
    itemId: '330216143000',
    name: '餐饮服务业经营者未安装油烟净化设施',
    field: 'ENVIRONMENT',
    citizenYuan: [5000, 9000],
    organisationYuan: [5000, 30000],
    correction: '于限期内安装并正常使用油烟净化设施，确保油烟达标排放，安装后书面报告本机关复查',
  },
  {
    itemId: '330217286000',
    name: '擅自占用城市道路堆放物料',
    field: 'MUNICIPAL',
    citizenYuan: [200, 2000],
    organisationYuan: [2000, 15000],
    correction: '立即停止占用城市道路的行为，于限期内清除所堆放的全部物料，恢复道路原状和通行条件',
  },
  {
    itemId: '330217295000',
    name: '未按规定分类投放生活垃圾拒不改正',
    field: 'WASTE_SORTING',
    citizenYuan: [100, 200],
    organisationYuan: [5000, 20000],
    correction: '于限期内按照本市分类标准分类投放生活垃圾，设置相应的分类收集容器并保持完好',
  },
  {
    itemId: '330217310000',
    name: '擅自砍伐城市树木',
    field: 'PARKS',
    citizenYuan: [500, 4000],
    organisationYuan: [3000, 25000],
    correction: '立即停止砍伐城市树木的行为，于限期内按照绿化主管部门的要求补植相应数量的树木',
  },
  {
    itemId: '330264098000',
    name: '未经批准擅自改变林地用途',
    field: 'FORESTRY',
    citizenYuan: [2000, 8000],
    organisationYuan: [10000, 60000],
    correction: '于限期内恢复植被和林业生产条件，恢复情况经现场核查合格后书面报告本机关备案',
  },
  {
    itemId: '330217331000',
    name: '房地产开发企业未取得预售许可证预售商品房',
    field: 'CONSTRUCTION',
    citizenYuan: [1000, 2000],
    organisationYuan: [10000, 48000],
    correction: '立即停止预售活动，于限期内退还已收取的预付款，并依法办理商品房预售许可手续',
  },
  {
    itemId: '330219056000',
    name: '在河道管理范围内弃置阻碍行洪的物体',
    field: 'WATER',
    citizenYuan: [1000, 5000],
    organisationYuan: [10000, 40000],
    correction: '于限期内清除在河道管理范围内弃置的全部物体，恢复河道原状，保证行洪畅通',
  },
];

/** Items of the summary procedure besides parking. */
export const SUMMARY_ITEMS: readonly { readonly itemId: string; readonly name: string; readonly field: ItemField }[] = [
  { itemId: '330217240000', name: '在城市道路两侧占道经营', field: 'CITY_APPEARANCE' },
  { itemId: '330217241000', name: '随意张贴、涂写小广告', field: 'CITY_APPEARANCE' },
  { itemId: '330217242000', name: '随地吐痰、乱扔果皮纸屑', field: 'CITY_APPEARANCE' },
  { itemId: '330231515000', name: '无照流动经营', field: 'COMMERCE' },
  { itemId: '330231517000', name: '未按规定明码标价', field: 'COMMERCE' },
  { itemId: '330217296000', name: '个人未按规定分类投放生活垃圾', field: 'WASTE_SORTING' },
  { itemId: '330217350000', name: '携犬出户未使用犬绳', field: 'PETS' },
];

export const PARKING_ITEM = {
  itemId: '330209005000',
  name: '机动车违反停放规定，驾驶人不在现场，妨碍其他车辆、行人通行',
  field: 'TRAFFIC_PARKING',
} as const;

const SURNAMES = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑'];
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英华文建国海燕志红永春晓东俊峰'];
const FIRM_WORDS = [
  '信安',
  '烂柯',
  '三衢',
  '浙西',
  '衢江',
  '孔府',
  '九龙湖',
  '江郎',
  '钱江源',
  '廿八都',
  '盈川',
  '须江',
  '龙丘',
  '柯山',
];
const FIRM_TRADES = [
  '建设',
  '置业',
  '餐饮管理',
  '商贸',
  '燃气',
  '物业服务',
  '市政园林',
  '建材',
  '新材料',
  '运输',
  '农业开发',
  '环保科技',
];

export function personName(dice: Dice): string {
  return dice.oneOf(SURNAMES) + dice.oneOf(GIVEN) + (dice.oneIn(3) ? '' : dice.oneOf(GIVEN));
}

export function firmName(dice: Dice): string {
  return `衢州${dice.oneOf(FIRM_WORDS)}${dice.oneOf(FIRM_TRADES)}有限公司`;
}

export function firmCode(dice: Dice): string {
  const digits = Array.from({ length: 9 }, () => dice.oneOf([...'0123456789ABCDEFGHJKLMNPQRTUWXY'])).join('');
  return withCheckCharacter(`91330800${digits}`);
}

export function place(dice: Dice, unit: DemoUnit): string {
  return `${dice.oneOf(unit.streets)}${dice.between(1, 688)}号`;
}

/** A number plate as the offline system hands it over: masked. */
export function plate(dice: Dice): string {
  return `浙H·***${dice.between(0, 9)}${dice.oneOf([...'ABCDEFGHJKLMNPQRSTUVWXYZ'])}`;
}
