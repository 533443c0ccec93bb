/** What the dashboard asks below /access: who one is, logging in and out, accounts and keys. */

export const roles = ['viewer', 'analyst', 'admin', 'integrator'] as const;
export type Role = (typeof roles)[number];
/** What a key can be good for. */
export const scopes = ['read', 'triage', 'explore', 'monitor'] as const;
export type Scope = (typeof scopes)[number];

export interface Me {
  /** Null for a stranger. */
  readonly name: string | null;
  readonly kind: 'person' | 'key' | 'local' | null;
  readonly role: Role | null;
  readonly permissions: readonly string[];
  /** Null for all. */
  readonly devices: readonly string[] | null;
  /** Nobody has an account: whoever sits at the machine is its admin. */
  readonly isOpen: boolean;
  readonly takesFirstToken: boolean;
  /** People can log in at an identity provider. */
  readonly hasProvider: boolean;
  /** Subscribers stand under pseudonyms. */
  readonly hasPseudonyms: boolean;
}

export interface Account {
  readonly name: string;
  readonly role: Role;
  readonly devices: readonly string[] | null;
  /** Of an analyst who may learn numbers behind pseudonyms. */
  readonly mayReveal?: boolean;
}

export interface AccessKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly devices: readonly string[] | null;
  /** Seconds since 1970. */
  readonly expiresAt: number;
  /** Within the hour before, seconds since 1970; null for one that never was. */
  readonly lastUsedAt: number | null;
}

/** What the server refused, in its words. */
export class Refused extends Error {}

async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json', 'x-graphql-yoga-csrf': '1' };
  const response = await fetch(`/access/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const answer = (await response.json()) as Answer & { readonly detail?: string };
  if (!response.ok) throw new Refused(answer.detail ?? '');
  return answer;
}

const named = (folder: string, name: string): string => `${folder}/${encodeURIComponent(name)}`;

export const accessApi = {
  me: () => ask<Me>('GET', 'me'),
  login: (name: string, password: string) => ask('POST', 'login', { name, password }),
  makeFirst: (token: string, name: string, password: string) => ask('POST', 'first', { token, name, password }),
  logout: () => ask('POST', 'logout'),
  changePassword: (before: string, after: string) => ask('POST', 'password', { before, after }),
  accounts: () => ask<{ accounts: Account[] }>('GET', 'accounts').then(({ accounts }) => accounts),
  setAccount: ({ name, ...account }: Account & { readonly password?: string }) =>
    ask('PUT', named('accounts', name), account),
  removeAccount: (name: string) => ask('DELETE', named('accounts', name)),
  keys: () => ask<{ keys: AccessKey[] }>('GET', 'keys').then(({ keys }) => keys),
  makeKey: (wanted: Omit<AccessKey, 'id' | 'lastUsedAt'>) =>
    ask<{ key: string }>('POST', 'keys', wanted).then(({ key }) => key),
  revokeKey: (id: string) => ask('DELETE', named('keys', id)),
} as const;
