import { describe, expect, it } from 'vitest';
import { redisAddress } from './redis-address.ts';

describe('the address of Redis', () => {
  it.each([
    ['redis://127.0.0.1:6390', { kind: 'single', tls: false, nodes: [{ host: '127.0.0.1', port: 6390 }], database: 0 }],
    ['rediss://cache.example.net/3', { tls: true, nodes: [{ host: 'cache.example.net', port: 6379 }], database: 3 }],
    ['redis://[::1]:6380', { nodes: [{ host: '::1', port: 6380 }], username: undefined, password: undefined }],
    ['redis://tide:p%40ss%3A@h', { username: 'tide', password: 'p@ss:' }],
    ['redis://:secret@h', { username: undefined, password: 'secret' }],
    [
      'rediss+sentinel://tide:x@s1,s2:26380/main/2?sentinelPassword=y',
      {
        kind: 'sentinel',
        tls: true,
        nodes: [
          { host: 's1', port: 26_379 },
          { host: 's2', port: 26_380 },
        ],
        name: 'main',
        database: 2,
        password: 'x',
        sentinelPassword: 'y',
      },
    ],
    [
      'redis+cluster://n1:7001,n2',
      {
        kind: 'cluster',
        nodes: [
          { host: 'n1', port: 7001 },
          { host: 'n2', port: 6379 },
        ],
      },
    ],
  ])('%s is read', (url, expected) => {
    expect(redisAddress(url)).toMatchObject(expected);
  });

  it.each([
    'http://h',
    'redis://',
    'redis://h:0',
    'redis://h:port',
    'redis://a,b',
    'redis+sentinel://s1:26379',
    'redis+cluster://n1/1',
    'redis://h/zero',
    'redis+other://h',
  ])('%s is none', (url) => {
    expect(redisAddress(url)).toBeNull();
  });
});
