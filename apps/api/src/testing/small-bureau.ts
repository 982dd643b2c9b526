import { byRegister, GRANTED_ROLES, lawRegistry } from '#enforcement';
import { ADMINISTRATOR, apiBench, OFFICER } from './api-bench.js';

/** The day on which the small bureau stands still: 20 June 2023, ten in the morning in Shanghai. */
const NOW = '2023-06-20T02:00:00.000Z';

/** A bureau with two officers, a leader and three cases, two of them filed; its whole api over stores in memory. */
export async function smallBureau() {
  let now = NOW;
  const plain = await apiBench({ registry: lawRegistry, now: () => now, standing: byRegister(ADMINISTRATOR.sub) });
  const administrator = await plain.as(ADMINISTRATOR);
  /** Position of the last command. */
  let position = 0;
  /** Gives a command as the officer or as somebody else; throws when it is not accepted. */
  const give = async (path: string, body: unknown, headers?: Record<string, string>): Promise<void> => {
    const response = await plain.post(path, body, headers);
    if (response.statusCode >= 300) throw new Error(`${path}: ${response.body}`);
    position = response.json().position;
  };
  const unit = { level: 'CITY', territoryCode: '330800', uscc: '11330800768656330Q', documentPrefix: '衢综执' };
  await give('units/QZ/EstablishUnit', { ...unit, name: '衢州市综合行政执法局' }, administrator);
  const enter = peopleOf((path, body) => give(path, body, administrator));
  await enter(ADMINISTRATOR);
  await enter(OFFICER);
  await enter({ ...OFFICER, sub: 'u-li', name: '李协办' });
  await enter({ ...OFFICER, sub: 'u-wang', name: '王局长', roles: ['LEADER'] });
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
  const established = new Set([OFFICER.unit]);
  const known = async (claims: object) => {
    const { unit: unitId } = claims as typeof OFFICER;
    // People of other units come from units that there are.
    if (!established.has(unitId)) {
      const other = { ...unit, level: 'COUNTY', parentId: OFFICER.unit, name: unitId, documentPrefix: unitId };
      await give(`units/${unitId}/EstablishUnit`, other, administrator);
      established.add(unitId);
    }
    await enter(claims as typeof OFFICER);
    await plain.projector.caughtUp();
  };
  /** Whoever signs in is in the register first, as what he says that he is. */
  const bench = {
    ...plain,
    as: async (claims: object) => {
      await known(claims);
      return plain.as(claims);
    },
    cookie: async (claims: object) => {
      await known(claims);
      return plain.cookie(claims);
    },
  };
  /** Signs in as the claims say, whatever the register has. */
  const { as: claiming, cookie: claimingByCookie } = plain;
  return { bench, administrator, give, claiming, claimingByCookie, position: () => position, setTime };
}

/** Enters people in the register, each once, with what gives them their roles. */
function peopleOf(give: (path: string, body: object) => Promise<void>) {
  const entered = new Map<string, Set<string>>();
  return async ({ sub, name, unit: unitId, roles }: typeof OFFICER): Promise<void> => {
    const at = `officers/${sub}`;
    const known = entered.get(sub) ?? new Set();
    if (!entered.has(sub)) await give(`${at}/RegisterOfficer`, { name, unitId, auxiliary: false });
    entered.set(sub, known);
    for (const role of roles) {
      if (known.has(role)) continue;
      known.add(role);
      if (role === 'OFFICER')
        await give(`${at}/IssueCertificate`, { certNo: `C-${sub}`, validFrom: FROM, validTo: '2029-12-31' });
      else if (role === 'LEADER') await give(`${at}/AppointLeader`, { rank: 'CHIEF', from: FROM });
      else if (role === 'REVIEWER') await give(`${at}/EnrolReviewer`, { enrolledOn: FROM, firstTime: false });
      else if (Object.hasOwn(GRANTED_ROLES, role)) await give(`${at}/GrantRole`, { role, from: FROM });
    }
  };
}

const FROM = '2020-01-01';
