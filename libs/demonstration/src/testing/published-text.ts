import { readFileSync } from 'node:fs';

/** The published report of 2023, sections one to three, to the letter: what the report of the demonstration year is held against. */
export const PUBLISHED_TEXT_2023 = readFileSync(new URL('./published-2023.txt', import.meta.url), 'utf8');

/** The words of a report, without its title, its annex and what differs between a page and its copy: blanks, and the width of signs. */
export function plainReport(text: string): string {
  const [words = ''] = text.slice(text.search(/2023年[，,]/)).split('\n附件');
  return words.normalize('NFKC').replace(/\s+/g, '');
}
