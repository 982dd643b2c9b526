/** An address of ours to go on to; the start page for anything else. */
export function ownPath(address: unknown): string {
  if (typeof address !== 'string' || !/^\/(?![/\\])[\x21-\x7e]*$/.test(address)) return '/';
  const base = 'http://here.invalid';
  if (!URL.canParse(address, base)) return '/';
  const url = new URL(address, base);
  // Dot segments are gone by now: `/.//elsewhere` has become another site's address.
  if (url.origin !== base || url.pathname.startsWith('//') || url.pathname === '/sign-in') return '/';
  return url.pathname + url.search;
}
