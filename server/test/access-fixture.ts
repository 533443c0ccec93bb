/** An API that strangers can reach, with a person of each role, one who is limited to a device, and keys of machines. */
import { createHash } from 'node:crypto';
import { accessInMemory, type AccessStore } from '../src/access/access-file.ts';
import type { AccessPorts } from '../src/access/access-routes.ts';
import { noAccess, type AccessKey, type Account } from '../src/access/access-state.ts';
import { createAccess, type AccessOptions } from '../src/access/access.ts';
import type { AuditLog } from '../src/access/audit-log.ts';
import type { Audit, AuditNote } from '../src/access/audit.ts';
import { hashOfKey } from '../src/access/credential.ts';
import { hashPassword } from '../src/access/password.ts';
import { roles, type Role } from '../src/access/policy.ts';
import type { HistoryReader } from '../src/history/history.ts';
import type { ApiOptions } from '../src/http.ts';
import { secret, startApi, type TestApi } from './api-fixture.ts';
import { openSocket, type SocketClient } from './socket-client.ts';

export const password = 'correct horse battery';
export const limitedDevice = '62.0';

/** Whoever asks: with a cookie, a key, or nothing. */
export interface Asker {
  readonly headers: Readonly<Record<string, string>>;
}

export interface ClosedApi extends TestApi {
  readonly access: AccessPorts;
  readonly store: AccessStore;
  readonly notes: AuditNote[];
  /** Seconds that the clock is ahead. */
  readonly clock: { ahead: number };
  /** Documents that go by their hash, as those of the dashboard do. */
  trust(...texts: string[]): void;
  readonly stranger: Asker;
  /** Logged in, by role; `limited` is an analyst of one device. */
  readonly people: Readonly<Record<Role | 'limited', Asker>>;
  logIn(name: string, given?: string): Promise<Response>;
  ask(path: string, who: Asker, init?: RequestInit): Promise<Response>;
  /** A GraphQL document over HTTP; the answer with its status. */
  query(who: Asker, query: string, variables?: object): Promise<{ status: number; data?: never; errors?: Errors }>;
  /** The same as an event stream: the first event, or the refusal. */
  stream(who: Asker, query: string): Promise<{ status: number; data?: unknown; errors?: Errors }>;
  /** What names the document: its hash when it is trusted. */
  payload(query: string): object;
  /** A socket of whom it is. */
  socket(who: Asker): Promise<SocketClient>;
}

export type Errors = readonly { readonly message: string; readonly extensions: { readonly code: string } }[];

export const keyText = { reader: 'tw_reader', all: 'tw_all', limited: 'tw_limited' } as const;

async function accessState(now: number) {
  const hash = await hashPassword(password);
  const account = (name: string, role: Role, devices: string[] | null): Account => ({
    name,
    role,
    devices,
    password: hash,
    subject: null,
    goodFrom: 0,
  });
  const key = (name: keyof typeof keyText, scopes: AccessKey['scopes'], devices: string[] | null): AccessKey => ({
    id: name,
    name,
    sha256: hashOfKey(keyText[name]),
    scopes,
    devices,
    madeBy: 'admin',
    madeAt: now,
    expiresAt: now + 86_400,
    lastUsedAt: null,
  });
  return {
    ...noAccess,
    accounts: [...roles.map((role) => account(role, role, null)), account('limited', 'analyst', [limitedDevice])],
    keys: [
      key('reader', ['read'], null),
      key('all', ['read', 'triage', 'explore', 'monitor', 'administer', 'analyse'], null),
      key('limited', ['read', 'explore'], [limitedDevice]),
    ],
  };
}

export const withKey = (key: string): Asker => ({ headers: { authorization: `Bearer ${key}` } });

/** `audit`: where notes go, and what is exported. */
export async function startClosedApi(
  history: HistoryReader,
  options: Partial<ApiOptions> = {},
  audit?: { readonly note: Audit; readonly log: AuditLog },
  more: Pick<AccessOptions, 'provider' | 'onRefused' | 'persons' | 'hasPseudonyms'> = {},
): Promise<ClosedApi> {
  const clock = { ahead: 0 };
  const now = (): number => Date.now() / 1000 + clock.ahead;
  const store = accessInMemory(await accessState(now()));
  const notes: AuditNote[] = [];
  const access = createAccess({
    store,
    isLocal: false,
    secret,
    now,
    audit: audit?.note ?? ((note) => void notes.push(note)),
    ...(audit && { auditLog: audit.log }),
    ...more,
  });
  const documents = new Map<string, string>();
  const hashOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
  const questionOf = (query: string): object =>
    documents.has(hashOf(query))
      ? { query: '', extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(query) } } }
      : { query };
  const api = await startApi(history, { access, documents, ...options });
  const json = { 'content-type': 'application/json' };
  const logIn = (name: string, given = password): Promise<Response> =>
    fetch(`${api.url}/access/login`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ name, password: given }),
    });
  const person = async (name: string): Promise<Asker> => {
    const [cookie] = (await logIn(name)).headers.getSetCookie();
    return { headers: { cookie: cookie?.split(';', 1)[0] ?? '' } };
  };
  const post = (who: Asker, query: string, variables: object, accept: string): Promise<Response> =>
    fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { ...json, accept, ...who.headers },
      body: JSON.stringify({ ...questionOf(query), variables }),
    });
  const [viewer, analyst, admin, integrator, limited] = await Promise.all(
    ['viewer', 'analyst', 'admin', 'integrator', 'limited'].map(person),
  );
  return {
    ...api,
    access,
    store,
    notes,
    clock,
    trust: (...texts) => texts.forEach((text) => documents.set(hashOf(text), text)),
    payload: questionOf,
    stranger: { headers: {} },
    people: { viewer: viewer!, analyst: analyst!, admin: admin!, integrator: integrator!, limited: limited! },
    logIn,
    ask: (path, who, init = {}) =>
      fetch(`${api.url}${path}`, {
        redirect: 'manual',
        ...init,
        headers: { ...who.headers, ...(init.headers as object) },
      }),
    async query(who, query, variables = {}) {
      const response = await post(who, query, variables, 'application/json');
      return { status: response.status, ...((await response.json()) as object) };
    },
    async stream(who, query) {
      const response = await post(who, query, {}, 'text/event-stream');
      const text = await response.text();
      const [, event] = /^data: (\{.*)$/m.exec(text) ?? [];
      return { status: response.status, ...(JSON.parse(event ?? text) as object) };
    },
    socket: ({ headers }) => openSocket(api.url, { headers }),
  };
}
