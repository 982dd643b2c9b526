import { describe, expect, it } from '@jest/globals';
import { callerAddress, proxiesOf } from './caller-address.js';

const { proxies } = proxiesOf(['10.0.0.5', '10.1.0.0/16', 'fd00::/8']);
const address = (connected: string, forwardedFor?: string | string[]) =>
  callerAddress(connected, forwardedFor, proxies);

describe('the address that a request comes from', () => {
  it('is of whoever is connected, whatever he writes, unless he is a proxy of ours', () => {
    expect(address('203.0.113.7', '198.51.100.1')).toBe('203.0.113.7');
    expect(address('10.0.0.6', '198.51.100.1')).toBe('10.0.0.6');
    expect(address('::ffff:203.0.113.7')).toBe('203.0.113.7');
    expect(address('10.0.0.5')).toBe('10.0.0.5');
  });

  it('is the last that a proxy of ours says: what stands before was written by anybody', () => {
    expect(address('10.0.0.5', '198.51.100.1, 203.0.113.7')).toBe('203.0.113.7');
    expect(address('::ffff:10.0.0.5', ['198.51.100.1', '203.0.113.7'])).toBe('203.0.113.7');
    expect(address('fd00::1', '203.0.113.7')).toBe('203.0.113.7');
  });

  it('is found through several proxies of ours, and no further', () => {
    expect(address('10.0.0.5', '198.51.100.1, 203.0.113.7, 10.1.2.3')).toBe('203.0.113.7');
    expect(address('10.0.0.5', '10.1.2.3')).toBe('10.1.2.3');
    expect(address('10.0.0.5', '203.0.113.7, nonsense, 10.1.2.3')).toBe('10.1.2.3');
  });

  it('of IPv6 is its network: whoever has one address has them all', () => {
    const network = '2001:db8:0:1::/64';
    for (const one of ['2001:db8:0:1::1', '2001:db8::1:0:0:0:2', '2001:0DB8:0000:0001:ffff:ffff:ffff:ffff'])
      expect(address(one)).toBe(network);
    expect(address('2001:db8:0:2::1')).not.toBe(network);
    expect(address('::1')).toBe('0:0:0:0::/64');
  });
});

describe('a list of proxies', () => {
  it.each(['10.0.0', '10.0.0.0/33', '::/129', '10.0.0.0/8/8', 'proxy.example', '10.0.0.0/x', '10.0.0.0/'])(
    'names the entry that is none: %s',
    (entry) => expect(proxiesOf(['10.0.0.1', entry]).wrong).toBe(entry),
  );
});
