import { type apiBench, OFFICER } from './api-bench.js';

export const BROWSER = { accept: 'text/html,application/xhtml+xml' };

/** What a browser of somebody gets from the bench, without following redirects. */
export function browsing(bench: Awaited<ReturnType<typeof apiBench>>) {
  return async (url: string, person: object | null = OFFICER) => {
    const headers = { ...BROWSER, ...(person === null ? {} : { cookie: await bench.cookie(person) }) };
    return bench.app.inject({ method: 'GET', url, headers });
  };
}

/** The addresses of ours that a page links to. */
export function linksOf(html: string): string[] {
  return [...html.matchAll(/href="(\/[^"]*)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'));
}

/** What a program puts where it had nothing to say. */
export const NOT_SAID = /undefined|NaN|\[object Object\]/;
