import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { bareApis, json, raw } from '../bare-api.ts';

const start = bareApis();

describe('every answer', () => {
  it('tells browsers not to guess types, not to be framed and to send no referrer', async () => {
    const { url } = await start();
    for (const path of ['/', '/graphql', '/api/statistics', '/health/live', '/nothing']) {
      const { headers } = await fetch(url + path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    }
  });

  it('goes only to those who call this machine by its own name', async () => {
    const { url } = await start();
    for (const host of ['evil.example', 'a b', '<script>']) {
      const { response, body } = await raw(`${url}/graphql?query={__typename}`, { headers: { host } });
      expect(response.statusCode).toBe(421);
      expect(body.toString()).not.toMatch(/\.ts|\.js|node_modules/);
    }
  });

  it('is the same for a request that names the whole URL', async () => {
    const { url } = await start();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const headers = 'Host: localhost\r\nx-graphql-yoga-csrf: 1\r\nConnection: close';
    socket.end(`GET http://localhost/graphql?query={__typename} HTTP/1.1\r\n${headers}\r\n\r\n`);
    const [head] = (await once(socket, 'data')) as [Buffer];
    expect(head.toString()).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  it('is a 400 for a path that is no URL', async () => {
    const { url } = await start();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.end('GET // HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    const [head] = (await once(socket, 'data')) as [Buffer];
    expect(head.toString()).toMatch(/^HTTP\/1\.1 400 /);
    socket.destroy();
  });
});

describe('a page of another site', () => {
  const origin = 'https://noc.example';

  it('is given no leave by default', async () => {
    const { url } = await start();
    for (const path of ['/graphql', '/api/statistics']) {
      const preflight = await fetch(url + path, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
      expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
      const answer = await fetch(`${url}${path}`, { headers: { origin } });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect(answer.headers.get('vary')).toContain('Origin');
    }
  });

  it('is given leave when its origin is listed, without credentials', async () => {
    const { url } = await start({ allowedOrigins: [origin] });
    const preflight = await fetch(`${url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('content-type');
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { ...json, origin },
      body: '{"query":"{ __typename }"}',
    });
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
  });

  it('can not ask by a form or a link', async () => {
    const { url } = await start();
    const simple = [
      fetch(`${url}/graphql?query={__typename}`),
      fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: '{"query":"{ __typename }"}',
      }),
      fetch(`${url}/graphql`, { method: 'POST', body: new URLSearchParams({ query: '{ __typename }' }) }),
    ];
    for (const response of await Promise.all(simple)) {
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    }
  });
});
