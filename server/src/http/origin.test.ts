import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createOriginRules } from './origin.ts';

const request = (headers: IncomingMessage['headers']): IncomingMessage => ({ headers }) as IncomingMessage;
const allowed = ['https://noc.example', 'http://10.0.0.5:8080'];

describe('an origin', () => {
  it.each([
    [undefined, 'localhost:4000', true],
    ['http://localhost:4000', 'localhost:4000', true],
    ['http://LOCALHOST:4000', 'LocalHost:4000', true],
    ['https://noc.example', 'localhost:4000', true],
    ['https://noc.example:444', 'localhost:4000', false],
    ['http://noc.example', 'localhost:4000', false],
    ['http://localhost:4001', 'localhost:4000', false],
    ['http://evil.example', 'localhost:4000', false],
    ['null', 'localhost:4000', false],
    ['', 'localhost:4000', false],
  ])('%s at %s: %s', (origin, host, allows) => {
    const rules = createOriginRules(allowed, '127.0.0.1');
    expect(rules.allowsOrigin(request({ host, ...(origin !== undefined && { origin }) }))).toBe(allows);
  });

  it('is named for CORS only when it is listed', () => {
    const rules = createOriginRules(allowed, '127.0.0.1');
    expect(rules.listedOrigin(request({ origin: 'https://noc.example' }))).toBe('https://noc.example');
    expect(rules.listedOrigin(request({ origin: 'http://localhost:4000', host: 'localhost:4000' }))).toBeNull();
    expect(rules.listedOrigin(request({}))).toBeNull();
  });

  it.each(['noc.example', 'https://noc.example/', 'https://noc.example/path', '*', ''])(
    '%j can not be listed',
    (origin) => {
      expect(() => createOriginRules([origin], '')).toThrow(`The allowed origin "${origin}" is not of the form`);
    },
  );
});

describe('a host', () => {
  it.each([
    ['127.0.0.1', 'localhost:4000', true],
    ['127.0.0.1', '127.0.0.1', true],
    ['::1', '[::1]:4000', true],
    ['localhost', 'LOCALHOST:4000', true],
    ['127.0.0.1', 'noc.example', true],
    ['127.0.0.1', '10.0.0.5', true],
    ['127.0.0.1', 'evil.example:4000', false],
    ['127.0.0.1', 'localhost.evil.example', false],
    ['127.0.0.2', '127.0.0.2:4000', true],
    ['127.0.0.2', 'localhost:4000', true],
    ['127.0.0.1', '127.255.255.254', true],
    ['127.0.0.2', 'evil.example:4000', false],
    ['0:0:0:0:0:0:0:1', 'evil.example', false],
    ['::1', '127.0.0.1:4000', true],
    ['127.0.0.1', '127.evil.example', false],
    ['127.0.0.1', '128.0.0.1', false],
    ['127.0.0.1', '[::2]', false],
    ['127.0.0.1', '127.0.0.256', false],
    ['0.0.0.0', 'tidewatch.isp.example:4000', true],
    ['0.0.0.0', 'bad host', false],
    ['0.0.0.0', 'user@host', false],
    ['0.0.0.0', '', false],
    ['0.0.0.0', undefined, false],
  ])('of a server on %s: %s is served: %s', (boundHost, host, served) => {
    const headers = host === undefined ? {} : { host };
    expect(createOriginRules(allowed, boundHost).allowsHost(request(headers))).toBe(served);
  });
});
