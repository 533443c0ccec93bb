/** The routes below /access: who one is, logging in and out, and what an admin does with accounts and keys. JSON in, JSON out. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { answerJson, answerProblem } from '../http/answer.ts';
import type { Visitor } from '../http/gate.ts';
import { RequestProblem } from '../http/problem.ts';
import { readBody } from '../http/request-body.ts';
import { firstSchema, loginSchema, passwordSchema } from './access-bodies.ts';
import { accountInputSchema, keyInputSchema, sessionSeconds } from './access-state.ts';
import type { AccountDesk, Administrator } from './account-desk.ts';
import { sessionCookie } from './credential.ts';
import type { Audit } from './audit.ts';
import type { AuditLog } from './audit-log.ts';
import { sendAudit } from './audit-route.ts';
import type { Doorkeeper } from './doorkeeper.ts';
import type { LoginDesk } from './login-desk.ts';
import { beginOidc, finishOidc, type OidcPorts } from './oidc-routes.ts';
import { erasePerson, exportPerson, erasureSchema, personSchema, type PersonPorts } from './person-routes.ts';
import { AccessRefusal } from './refusal.ts';

export interface AccessPorts extends OidcPorts {
  readonly doorkeeper: Doorkeeper;
  readonly login: LoginDesk;
  readonly accounts: AccountDesk;
  /** Whether subscribers stand under pseudonyms. */
  readonly hasPseudonyms: boolean;
  readonly audit: Audit;
  /** Null where no audit is kept. */
  readonly auditLog: AuditLog | null;
  /** Null where nothing is kept of anybody. */
  readonly persons: Omit<PersonPorts, 'audit'> | null;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly visitor: Visitor;
  /** What the path has in the place of `{id}`. */
  readonly id: string;
  readonly from: string;
}

/** Gives what is answered as JSON. */
type Handler = (exchange: Exchange) => Promise<unknown>;

const largestBodyBytes = 16 * 1024;
const uncached = { 'Cache-Control': 'no-store' };

export function createAccessRoutes(ports: AccessPorts) {
  const handlers = { ...routesOfSessions(ports), ...routesOfAccounts(ports) };
  const paths = new Set(Object.keys(handlers).map((one) => one.slice(one.indexOf(' ') + 1)));
  const answer = async (
    pathname: string,
    request: IncomingMessage,
    response: ServerResponse,
    visitor: Visitor,
  ): Promise<void> => {
    try {
      const { route, id } = routeOf(pathname);
      const methods = Object.keys(handlers).flatMap((one) => (one.endsWith(` ${route}`) ? one.split(' ', 1) : []));
      const handler = handlers[`${request.method ?? ''} ${route}`];
      if (methods.length === 0) throw new RequestProblem(404, `There is no ${pathname}`);
      if (handler === undefined)
        throw new RequestProblem(405, `Expected ${methods.join(' or ')}`, {}, { Allow: methods.join(', ') });
      const { from } = visitor;
      const given = await handler({ request, response, visitor, id, from });
      if (!response.headersSent) answerJson(request, response, 200, given ?? {}, uncached);
    } catch (error) {
      if (response.headersSent) throw error;
      answerRefusal(request, response, error);
    }
  };
  return { paths, answer };
}

function answerRefusal(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (error instanceof AccessRefusal) {
    const headers = error.retryAfter > 0 ? { 'Retry-After': error.retryAfter } : {};
    answerProblem(request, response, error.status, error.message, { ...uncached, ...headers }, codeOf(error));
  } else if (error instanceof RequestProblem) {
    answerProblem(request, response, error.status, error.message, { ...uncached, ...error.headers }, error.extras);
  } else {
    throw error;
  }
}

const codeOf = ({ status }: AccessRefusal) => (status === 409 ? ({ code: 'CONFLICT' } as const) : {});

function routeOf(pathname: string): { route: string; id: string } {
  const [, folder, id] = /^(\/access\/(?:accounts|keys))\/([^/]+)$/.exec(pathname) ?? [];
  if (folder === undefined) return { route: pathname, id: '' };
  try {
    return { route: `${folder}/{id}`, id: decodeURIComponent(id!) };
  } catch {
    throw new RequestProblem(400, 'The percent-encoding of the path is broken');
  }
}

async function bodyOf<Schema extends v.GenericSchema>(
  request: IncomingMessage,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  if (!(request.headers['content-type'] ?? '').startsWith('application/json'))
    throw new RequestProblem(415, 'The body is not of the media type application/json');
  const body = await readBody(request, largestBodyBytes);
  if (body === null) throw new RequestProblem(413, `The body is larger than ${largestBodyBytes} bytes`);
  let given: unknown;
  try {
    given = JSON.parse(body.toString());
  } catch {
    throw new RequestProblem(400, 'The body is no JSON');
  }
  const read = v.safeParse(schema, given);
  if (read.success) return read.output;
  // The value stays out of the answer: it may be a password.
  const where = v.getDotPath(read.issues[0]) ?? 'the body';
  throw new RequestProblem(400, `"${where}" is not as expected: ${read.issues[0].expected ?? 'another value'}`);
}

function routesOfSessions(ports: AccessPorts): Record<string, Handler> {
  const { doorkeeper, login, provider, hasPseudonyms } = ports;
  const begin = (exchange: Exchange, proof: string): void =>
    void exchange.response.setHeader('Set-Cookie', cookieOf(exchange, proof, sessionSeconds));
  return {
    'GET /access/me': async ({ visitor: { principal } }) => ({
      name: principal?.name ?? null,
      kind: principal?.kind ?? null,
      role: principal?.role ?? null,
      permissions: [...(principal?.permissions ?? [])],
      devices: principal === null || principal.devices === null ? null : [...principal.devices],
      /** Nobody has an account, and only this machine can come in. */
      isOpen: await doorkeeper.isOpen(),
      takesFirstToken: login.takesFirstToken,
      hasProvider: provider !== null,
      hasPseudonyms,
    }),
    'GET /access/oidc/start': ({ request, response }) => beginOidc(ports, queryOf(request), response),
    'GET /access/oidc/callback': (exchange) =>
      finishOidc(ports, queryOf(exchange.request), exchange, (proof, isHttps) =>
        cookieOf({ ...exchange, visitor: { ...exchange.visitor, isHttps } }, proof, sessionSeconds),
      ),
    'POST /access/login': async (exchange) => {
      const { name, password } = await bodyOf(exchange.request, loginSchema);
      begin(exchange, await login.login(name, password, exchange.from));
    },
    'POST /access/first': async (exchange) => {
      const { token, name, password } = await bodyOf(exchange.request, firstSchema);
      begin(exchange, await login.makeFirst(token, name, password, exchange.from));
    },
    'POST /access/logout': async (exchange) => {
      const { response, visitor, from } = exchange;
      if (visitor.credential.type === 'session') await login.logout(visitor.credential.proof, from);
      response.setHeader('Set-Cookie', cookieOf(exchange, '', 0));
    },
    'POST /access/password': async (exchange) => {
      const { request, visitor, from } = exchange;
      if (visitor.principal?.kind !== 'person')
        throw new RequestProblem(400, 'Only a person who logged in has a password');
      const { before, after } = await bodyOf(request, passwordSchema);
      const { name } = visitor.principal;
      await login.changePassword(name, before, after, from);
      begin(exchange, login.begin(name, from, 'password'));
    },
  };
}

function routesOfAccounts({ accounts, audit, auditLog, persons }: AccessPorts): Record<string, Handler> {
  const personPorts = (): PersonPorts => {
    if (persons === null) throw new RequestProblem(404, 'Nothing is kept of anybody here');
    return { ...persons, audit };
  };
  const by = ({ visitor, from }: Exchange): Administrator => ({ name: visitor.principal?.name ?? '', from });
  return {
    'GET /access/audit': async (exchange) => {
      if (auditLog === null) throw new RequestProblem(404, 'No audit is kept here');
      const { name: actor, from } = by(exchange);
      audit({ action: 'audit-exported', actor, subject: '', from, details: {} });
      await sendAudit(auditLog, exchange.response);
    },
    'POST /access/subscriber-export': async (exchange) => {
      const wanted = await bodyOf(exchange.request, personSchema);
      await exportPerson(personPorts(), by(exchange), wanted, exchange.response);
    },
    'POST /access/subscriber-erasure': async (exchange) =>
      erasePerson(personPorts(), by(exchange), await bodyOf(exchange.request, erasureSchema)),
    'GET /access/accounts': async () => ({ accounts: await accounts.accounts() }),
    'PUT /access/accounts/{id}': async (exchange) => {
      const { password, ...wanted } = await bodyOf(exchange.request, accountInputSchema);
      return accounts.setAccount(by(exchange), { name: exchange.id, ...wanted }, password);
    },
    'DELETE /access/accounts/{id}': (exchange) => accounts.removeAccount(by(exchange), exchange.id),
    'GET /access/keys': async () => ({ keys: await accounts.keys() }),
    'POST /access/keys': async (exchange) =>
      accounts.makeKey(by(exchange), await bodyOf(exchange.request, keyInputSchema)),
    'DELETE /access/keys/{id}': (exchange) => accounts.revokeKey(by(exchange), exchange.id),
  };
}

const queryOf = ({ url = '' }: IncomingMessage): URL => new URL(url, 'http://localhost');

/** No script reads it, no other site sends it; over HTTPS, also behind a proxy, it goes over nothing else. */
function cookieOf({ request, visitor }: Exchange, proof: string, seconds: number): string {
  const isHttps = visitor.isHttps || request.headers.origin?.startsWith('https:') === true;
  const parts = [`${sessionCookie}=${proof}`, 'Path=/', 'HttpOnly', 'SameSite=Strict', `Max-Age=${seconds}`];
  return [...parts, ...(isHttps ? ['Secure'] : [])].join('; ');
}
