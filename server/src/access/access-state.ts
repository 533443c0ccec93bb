/** What is known of those who may ask: accounts of people, keys of machines, and sessions that were ended. Pure. */
import * as v from 'valibot';
import { isPersonName } from '../domain/person-name.ts';
import type { EpochSeconds } from '../domain/traffic.ts';
import { permissions, principalOf, roles, type Permission, type Principal } from './policy.ts';

const nameSchema = v.pipe(v.string(), v.check(isPersonName, 'a name of 1 to 64 printable characters'));
const devicesSchema = v.nullable(
  v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(255))), v.maxLength(1000)),
);
const permissionSchema = v.picklist(Object.keys(permissions) as Permission[]);
const momentSchema = v.pipe(v.number(), v.minValue(0), v.maxValue(2 ** 40));

const accountSchema = v.object({
  name: nameSchema,
  role: v.picklist(roles),
  /** Names of the devices that he is limited to; null for all. */
  devices: devicesSchema,
  /** An analyst alone needs it, to learn numbers behind pseudonyms. */
  mayReveal: v.optional(v.boolean()),
  /** As `hashPassword` writes it; null for who comes from the identity provider alone. */
  password: v.nullable(v.string()),
  /** Who he is to the identity provider, once he has come from there. */
  subject: v.optional(v.nullable(v.string()), null),
  /** Sessions from before are good no more, epoch seconds. */
  goodFrom: momentSchema,
});

const keySchema = v.object({
  id: v.string(),
  name: nameSchema,
  /** SHA-256 of the key, hexadecimal. */
  sha256: v.pipe(v.string(), v.regex(/^[\da-f]{64}$/)),
  scopes: v.array(permissionSchema),
  devices: devicesSchema,
  madeBy: v.string(),
  madeAt: momentSchema,
  /** From then on it is good no more, epoch seconds. */
  expiresAt: momentSchema,
  /** Within the hour before it, epoch seconds; null for one that never was. */
  lastUsedAt: v.optional(v.nullable(momentSchema), null),
});

export const accessStateSchema = v.object({
  version: v.literal(1),
  accounts: v.array(accountSchema),
  keys: v.array(keySchema),
  /** Sessions that were logged out, and when they would have ended by themselves. */
  endedSessions: v.array(v.object({ id: v.string(), until: momentSchema })),
});

export type Account = v.InferOutput<typeof accountSchema>;
export type AccessKey = v.InferOutput<typeof keySchema>;
export type AccessState = v.InferOutput<typeof accessStateSchema>;

export const noAccess: AccessState = { version: 1, accounts: [], keys: [], endedSessions: [] };

/** What a person or a machine can be given through the API. */
export const accountInputSchema = v.strictObject({
  role: v.picklist(roles),
  devices: v.optional(devicesSchema, null),
  mayReveal: v.optional(v.boolean()),
  password: v.optional(v.string()),
});
export const keyInputSchema = v.strictObject({
  name: nameSchema,
  scopes: v.pipe(v.array(permissionSchema), v.minLength(1)),
  devices: v.optional(devicesSchema, null),
  expiresAt: momentSchema,
});

export interface Session {
  readonly name: string;
  readonly id: string;
  readonly startedAt: EpochSeconds;
}
export const sessionSeconds = 12 * 3600;

export const accountOf = (state: AccessState, name: string): Account | null =>
  state.accounts.find((account) => account.name === name) ?? null;

/** A change makes another object of an account or a key, so each has one principal for as long as it stands. */
const principals = new WeakMap<object, Principal>();
function remembered(of: object, make: () => Principal): Principal {
  let principal = principals.get(of);
  if (principal === undefined) principals.set(of, (principal = make()));
  return principal;
}

/** Null when it is over: by time, by logging out, or because the account is gone or has another password. */
export function principalOfSession(state: AccessState, session: Session, now: EpochSeconds): Principal | null {
  const account = accountOf(state, session.name);
  if (account === null || session.startedAt < account.goodFrom || now >= session.startedAt + sessionSeconds)
    return null;
  if (state.endedSessions.some(({ id }) => id === session.id)) return null;
  const { name, role, devices, mayReveal } = account;
  return remembered(account, () => principalOf(name, 'person', role, devices, null, mayReveal));
}

/** Null for a key that is none, was revoked, or has expired. */
export function principalOfKey(state: AccessState, sha256: string, now: EpochSeconds): Principal | null {
  const key = state.keys.find((one) => one.sha256 === sha256);
  if (key === undefined || now >= key.expiresAt) return null;
  return remembered(key, () => principalOf(`key ${key.name}`, 'key', 'integrator', key.devices, key.scopes));
}

/** Whether somebody could still administer everything. */
export const hasAdmin = ({ accounts }: AccessState): boolean =>
  accounts.some(({ role, devices }) => role === 'admin' && devices === null);

export const withAccount = (state: AccessState, account: Account): AccessState => ({
  ...state,
  accounts: [...state.accounts.filter(({ name }) => name !== account.name), account].toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  ),
});

export const withoutAccount = (state: AccessState, name: string): AccessState => ({
  ...state,
  accounts: state.accounts.filter((account) => account.name !== name),
});

/** Those that would have ended by now are forgotten. */
export const withoutSession = (state: AccessState, { id, startedAt }: Session, now: EpochSeconds): AccessState => ({
  ...state,
  endedSessions: [
    ...state.endedSessions.filter((ended) => ended.until > now && ended.id !== id),
    { id, until: startedAt + sessionSeconds },
  ],
});
