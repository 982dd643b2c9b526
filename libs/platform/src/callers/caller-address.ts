import { BlockList, isIP, isIPv6 } from 'node:net';
import { CALLER_LIMITS } from './caller-limits.js';

/**
 * The addresses of the proxies that stand before us, from a list of addresses and networks (`10.0.0.5`, `10.0.0.0/24`,
 * `fd00::/8`); the entry that is neither, where there is one.
 */
export function proxiesOf(entries: readonly string[]): { readonly proxies: BlockList; readonly wrong?: string } {
  const proxies = new BlockList();
  for (const entry of entries) {
    const [address = '', length, ...rest] = entry.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    const bits = length === undefined ? undefined : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
    const isLength = bits === undefined || bits <= (family === 'ipv6' ? 128 : 32);
    if (isIP(address) === 0 || !isLength || rest.length > 0) return { proxies, wrong: entry };
    if (bits === undefined) proxies.addAddress(address, family);
    else proxies.addSubnet(address, bits, family);
  }
  return { proxies };
}

/**
 * The address that a request comes from: of whoever is connected, and where that is a proxy of ours, of whoever it says that
 * it speaks for. Anybody may write X-Forwarded-For; of its entries only the last is ours, and those before it as long as each
 * next one is a proxy of ours too.
 */
export function callerAddress(
  connected: string | undefined,
  forwardedFor: string | readonly string[] | undefined,
  proxies: BlockList,
): string {
  let address = plain(connected ?? '');
  if (!isOurs(address, proxies)) return counted(address);
  const said = [forwardedFor ?? []].flat().join(',').split(',');
  for (const entry of said.slice(-CALLER_LIMITS.forwarded).reverse()) {
    const next = plain(entry.trim());
    if (isIP(next) === 0) break;
    address = next;
    if (!isOurs(address, proxies)) break;
  }
  return counted(address);
}

function isOurs(address: string, proxies: BlockList): boolean {
  return isIP(address) !== 0 && proxies.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** An address of IPv4 that came by a socket of IPv6. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** Whoever has an address of IPv6 has 2^64 of them: they count as one. */
function counted(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.toLowerCase().replace(/%.*$/, '').split('::');
  const first = head.split(':').filter(Boolean);
  const last = tail?.split(':').filter(Boolean) ?? [];
  const groups = tail === undefined ? first : [...first, ...Array(8 - first.length - last.length).fill('0'), ...last];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
