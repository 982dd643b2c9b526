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

/** Signs in by the pages, from the page of signing in or on the way to it. */
export async function signInAs(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: '登录', exact: true }).click();
  await page
    .locator('.person')
    .filter({ has: page.locator('.title', { hasText: new RegExp(`^${title}$`) }) })
    .click();
}
