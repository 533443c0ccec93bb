import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessInMemory } from '../access/access-file.ts';
import { noAccess } from '../access/access-state.ts';
import { Doorkeeper } from '../access/doorkeeper.ts';
import { createGate } from './gate.ts';
import { createOriginRules } from './origin.ts';
import { createRouter, reading, type Answer } from './router.ts';
import { listen } from './server.ts';

const answered: string[] = [];
const noting =
  (name: string): Answer =>
  ({ id, response }) => {
    answered.push(`${name} ${id}`.trim());
    response.end(name);
  };
const routes = new Map<string, Answer>([
  ['/api/statistics', noting('statistics')],
  ['/api/subscriber/{id}', noting('subscriber')],
  ['/api/forgotten', noting('forgotten')],
  ['/forgotten', noting('forgotten')],
  ['/forgotten/{id}', noting('forgotten')],
  ['/graphql', noting('graphql')],
  ['/graphql as a page', noting('page')],
  ['/*', reading(noting('file'))],
]);

let server: Server;
let url: string;
beforeAll(async () => {
  const now = (): number => 1000;
  const secret = Buffer.from('a secret of more than 16 bytes');
  // Whoever reaches it is its admin: a rule that lets in anybody at all would let in him.
  const doorkeeper = new Doorkeeper({ store: accessInMemory(noAccess), isLocal: true, secret, now });
  const route = createRouter(
    routes,
    createGate(doorkeeper, () => false),
  );
  const origins = createOriginRules([], '127.0.0.1');
  server = createServer((request, response) => void route(request, response, origins));
  url = `http://127.0.0.1:${await listen(server, 0, '127.0.0.1')}`;
});
afterAll(() => server.close());

async function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
  answered.length = 0;
  const response = await fetch(`${url}${path}`, { method, headers });
  const text = await response.text();
  return { status: response.status, text, answered: [...answered] };
}

describe('a route without a rule', () => {
  it.each(['/api/forgotten', '/forgotten', '/forgotten/1'])(
    'is refused to an admin, and not answered: %s',
    async (path) => {
      expect(await ask(path)).toMatchObject({ status: 403, answered: [] });
    },
  );

  it('is refused to a stranger as everything is', async () => {
    expect(await ask('/forgotten', { authorization: 'Bearer none' })).toMatchObject({ status: 401, answered: [] });
  });
});

describe('a path', () => {
  it.each([
    ['/api/statistics', {}, 'statistics'],
    ['/api/subscriber/7%2F1?limit=2', {}, 'subscriber 7%2F1'],
    ['/graphql', {}, 'graphql'],
    ['/graphql', { accept: 'text/html' }, 'page'],
    ['/', {}, 'file'],
    ['/favicon.ico', {}, 'file'],
    ['/metrics/x', {}, 'file'],
  ])('%s with %j is answered by its route', async (path, headers, expected) => {
    expect(await ask(path, headers)).toMatchObject({ status: 200, answered: [expected] });
  });

  it.each(['/api/', '/api/none', '/api/subscriber/', '/api/subscriber/1/2', '/access/none', '/ingest/none'])(
    '%s is nothing, and only who may come in is told so',
    async (path) => {
      expect(await ask(path)).toMatchObject({ status: 404, answered: [] });
      expect(await ask(path, { authorization: 'Bearer none' })).toMatchObject({ status: 401, answered: [] });
    },
  );

  it('that is read alone takes no change', async () => {
    expect(await ask('/', {}, 'POST')).toMatchObject({ status: 405, answered: [] });
  });
});
