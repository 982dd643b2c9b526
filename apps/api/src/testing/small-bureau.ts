import { lawRegistry } from '#enforcement';
import { ADMINISTRATOR, apiBench } from './api-bench.js';

/** The day on which the small bureau stands still: 20 June 2023, ten in the morning in Shanghai. */
const NOW = '2023-06-20T02:00:00.000Z';

/** A bureau with two officers, a leader and three cases, two of them filed; its whole api over stores in memory. */
export async function smallBureau() {
  let now = NOW;
  const bench = await apiBench({ registry: lawRegistry, now: () => now });
  const administrator = await bench.as(ADMINISTRATOR);
  /** Position of the last command. */
  let position = 0;
  /** Gives a command as the officer or as somebody else; throws when it is not accepted. */
  const give = async (path: string, body: unknown, headers?: Record<string, string>): Promise<void> => {
    const response = await bench.post(path, body, headers);
    if (response.statusCode >= 300) throw new Error(`${path}: ${response.body}`);
    position = response.json().position;
  };
  const unit = { level: 'CITY', territoryCode: '330800', uscc: '11330800768656330Q', documentPrefix: '衢综执' };
  await give('units/QZ/EstablishUnit', { ...unit, name: '衢州市综合行政执法局' }, administrator);
  for (const [userId, name] of [
    ['u-zhang', '张办案'],
    ['u-li', '李协办'],
    ['u-wang', '王局长'],
  ] as const) {
    await give(`officers/${userId}/RegisterOfficer`, { name, unitId: 'QZ', auxiliary: false }, administrator);
    const certificate = { certNo: `C-${userId}`, validFrom: '2020-01-01', validTo: '2029-12-31' };
    await give(`officers/${userId}/IssueCertificate`, certificate, administrator);
  }
  await give('officers/u-wang/AppointLeader', { rank: 'CHIEF', from: '2020-01-01' }, administrator);
  for (const [id, ...names] of [
    ['c1', '甲餐饮店'],
    ['c2', '乙超市'],
    ['c3', '甲建材行', '丙装修店'],
  ] as const)
    await give(`cases/${id}/RegisterCase`, {
      item: { itemId: 'I-1', name: '占道经营', field: 'CITY_APPEARANCE' },
      parties: names.map((name, n) => ({ partyId: `p${n}-${id}`, kind: 'SOLE_TRADER', name })),
      happenedOn: '2023-06-01',
      place: '新桥街',
      territoryCode: '330802',
    });
  for (const [id, filedOn] of [
    ['c1', '2023-06-05'],
    ['c3', '2023-06-06'],
  ] as const)
    await give(`cases/${id}/FileCase`, {
      filedOn,
      approverId: 'u-wang',
      paper: { documentNo: '审批表1号', approvedOn: filedOn },
      officers: [
        { userId: 'u-zhang', duty: 'LEAD' },
        { userId: 'u-li', duty: 'ASSIST' },
      ],
    });
  /** From here on it is another time. */
  const setTime = (instant: string) => {
    now = instant;
  };
  return { bench, administrator, give, position: () => position, setTime };
}
