import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createSenders } from './sender-address.ts';

const request = (remoteAddress: string | undefined, forwarded?: string): IncomingMessage =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

describe('the address of a sender', () => {
  it.each([
    ['nobody is trusted', [], '10.0.0.1', '203.0.113.7', '10.0.0.1'],
    ['whoever sends it is not trusted', ['10.0.0.1'], '10.0.0.2', '203.0.113.7', '10.0.0.2'],
    ['the proxy says it', ['10.0.0.1'], '10.0.0.1', '203.0.113.7', '203.0.113.7'],
    ['the proxy says nothing', ['10.0.0.1'], '10.0.0.1', undefined, '10.0.0.1'],
    ['the client had written something before', ['10.0.0.1'], '10.0.0.1', '127.0.0.1, 203.0.113.7', '203.0.113.7'],
    ['the client writes the address of the proxy', ['10.0.0.1'], '10.0.0.1', '10.0.0.1, 203.0.113.7', '203.0.113.7'],
    ['there are several proxies', ['10.0.0.0/8'], '10.0.0.1', '198.51.100.1, 203.0.113.7, 10.2.0.1', '203.0.113.7'],
    ['all are proxies', ['10.0.0.0/8'], '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['what is said is no address', ['10.0.0.1'], '10.0.0.1', '203.0.113.7, unknown', '10.0.0.1'],
    ['what is said is a line of a log', ['10.0.0.1'], '10.0.0.1', 'x" level=fatal', '10.0.0.1'],
    ['it is said with a port', ['10.0.0.1'], '10.0.0.1', '203.0.113.7:4711', '203.0.113.7'],
    ['it is of IPv6', ['fd00::/8'], 'fd00::1', '[2001:db8::7]:4711', '2001:db8::7'],
    ['the proxy comes over IPv6 with IPv4', ['10.0.0.1'], '::ffff:10.0.0.1', '::ffff:203.0.113.7', '203.0.113.7'],
    ['the connection is gone', ['10.0.0.1'], undefined, '203.0.113.7', ''],
  ])('when %s', (_when, trusted, remote, forwarded, expected) => {
    expect(createSenders(trusted).addressOf(request(remote, forwarded))).toBe(expected);
  });

  it.each(['proxy.example', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', 'fd00::/129', ''])(
    'is not told by a proxy that is named %j',
    (entry) => {
      expect(() => createSenders([entry])).toThrow('addresses or networks like 10.0.0.1 or 10.0.0.0/8');
    },
  );
});
