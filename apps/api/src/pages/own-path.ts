/** From where nobody goes on to the same. */
const SIGN_IN: ReadonlySet<string> = new Set(['/sign-in', '/sign-in/callback']);

/** An address of ours to go on to; the start page for anything else. */
export function ownPath(address: unknown): string {
  if (typeof address !== 'string' || !/^\/(?![/\\])[\x21-\x7e]*$/.test(address)) return '/';
  const base = 'http://here.invalid';
  if (!URL.canParse(address, base)) return '/';
  const url = new URL(address, base);
  // Dot segments are gone by now: `/.//elsewhere` has become another site's address.
  if (url.origin !== base || url.pathname.startsWith('//') || SIGN_IN.has(url.pathname)) return '/';
  return url.pathname + url.search;
}
