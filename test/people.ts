import type { Page } from 'playwright-core';
import { demonstrationPeople } from '#demonstration';
import { DemonstrationIssuer, readConfiguration } from '#platform';

/** One of the people of the demonstration. */
export function personOf(title: string): ReturnType<typeof demonstrationPeople>[number] {
  const person = demonstrationPeople().find((one) => one.title === title);
  if (person === undefined) throw new Error(`nobody is ${title}`);
  return person;
}

/** A token of his for programs, as `anjuan token` prints it. */
export async function tokenOf(directory: string, title: string): Promise<string> {
  const { signIn, dataDirectory } = readConfiguration({ ANJUAN_DATA: directory });
  if (signIn.kind !== 'demonstration') throw new Error('the environment names an identity provider');
  return (await DemonstrationIssuer.open(dataDirectory, signIn)).token(personOf(title));
}

/** Establishes the city bureau, in which they are. `headers` are the administrator's. */
export async function establishTheirUnit(url: string, headers: Record<string, string>): Promise<void> {
  await fetch(`${url}/api/units/${personOf('登记人员').unit}/EstablishUnit`, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      ...{ level: 'CITY', territoryCode: '330800', uscc: '11330800768656330Q', documentPrefix: '衢综执' },
      name: '衢州市综合行政执法局',
    }),
  });
}

/** Enters some of them in the register of a bureau that has nobody yet, each as what he is called. `headers` are the administrator's. */
export async function enterPeople(url: string, headers: Record<string, string>, ...titles: string[]): Promise<void> {
  const from = '2020-01-01';
  for (const { id, name, unit: unitId, roles } of titles.map(personOf)) {
    const give = async (act: string, body: object) => {
      const address = `${url}/api/officers/${id}/${act}`;
      const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
      if (!response.ok) throw new Error(`${address}: ${await response.text()}`);
    };
    await give('RegisterOfficer', { name, unitId, auxiliary: false });
    for (const role of roles)
      if (role === 'OFFICER')
        await give('IssueCertificate', { certNo: `3308${id}`, validFrom: from, validTo: '2039-12-31' });
      else await give('GrantRole', { role, from });
  }
}

/** Signs in by the pages, from the page of signing in or on the way to it. */
export async function signInAs(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: '登录', exact: true }).click();
  await page
    .locator('.person')
    .filter({ has: page.locator('.title', { hasText: new RegExp(`^${title}$`) }) })
    .click();
}
