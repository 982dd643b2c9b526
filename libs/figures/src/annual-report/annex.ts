import { OTHER_ACTS } from './figures.js';
import { type AnnexRow, type AnnualReport, areaOf, type Figures, type Piece, type ReportRequest } from './parts.js';

/** From here on the annex writes its totals in 万. */
export const IN_WAN = 10_000;

/** A total of the annex: from 10 000 on in 万 with three decimals. */
export function annexTotal(count: number): string {
  return count < IN_WAN ? `${count}(件/次)` : `${(Math.round(count / 10) / 1000).toFixed(3)}(万件/次)`;
}

/** 行政执法行为统计表. */
export function annexOf(request: ReportRequest, figures: Figures): AnnualReport['annex'] {
  const n = (key: string) => figures[key]!.numerator;
  const row = (subject: string, keys: { readonly [column: string]: string }): AnnexRow => {
    const plain = (key: string, suffix = ''): Piece[] => [
      n(key) === 0 ? { figure: key, text: '0' } : { figure: key, text: `${n(key)}${suffix}` },
    ];
    return {
      subject,
      cells: [
        [
          { figure: keys['penalties']!, text: `${n(keys['penalties']!)}件` },
          ...(n(keys['off']!) === 0
            ? []
            : [
                '(',
                { figure: keys['off']!, text: `${n(keys['off']!)}件` },
                '未在平台，其中',
                { figure: keys['offParking']!, text: `${n(keys['offParking']!)}件` },
                '为交通违停案件)',
              ]),
        ],
        plain(keys['licenses']!, '件'),
        plain(keys['coercion']!),
        ...OTHER_ACTS.map((act) => plain(`${keys['other']}${act}`)),
        [{ figure: keys['all']!, text: annexTotal(n(keys['all']!)) }],
      ],
    };
  };
  return {
    title: `${request.year}年行政执法行为统计表`,
    columns: [
      '行政处罚',
      '行政许可',
      '行政强制',
      '行政征收',
      '行政裁决',
      '行政给付',
      '行政确认',
      '行政奖励',
      '其他行政执法行为',
      '合计',
    ],
    rows: [
      row('本单位', {
        penalties: 'penalties',
        off: 'penaltiesOffPlatform',
        offParking: 'penaltiesOffPlatformParking',
        licenses: 'licenses',
        coercion: 'coercion',
        other: 'other',
        all: 'acts',
      }),
      row(areaOf(request), {
        penalties: 'cityPenalties',
        off: 'cityPenaltiesOffPlatform',
        offParking: 'cityPenaltiesOffPlatformParking',
        licenses: 'cityLicenses',
        coercion: 'cityCoercion',
        other: 'cityOther',
        all: 'cityActs',
      }),
    ],
  };
}
