/** Where an admin gives and takes access: accounts of people and keys of machines. */
import { randomBytes } from 'node:crypto';
import type { EpochSeconds } from '../domain/traffic.ts';
import type { AccessStore } from './access-file.ts';
import {
  accountOf,
  hasAdmin,
  withAccount,
  withoutAccount,
  type AccessKey,
  type AccessState,
  type Account,
} from './access-state.ts';
import type { Audit } from './audit.ts';
import { hashOfKey } from './credential.ts';
import type { LoginDesk } from './login-desk.ts';
import { AccessRefusal } from './refusal.ts';

export interface AccountDeskOptions {
  readonly store: AccessStore;
  readonly login: Pick<LoginDesk, 'newAccount'>;
  /** Whether people can come without a password, from an identity provider. */
  readonly hasProvider: boolean;
  readonly audit: Audit;
  readonly now: () => EpochSeconds;
}

/** Who does it, and from where. */
export interface Administrator {
  readonly name: string;
  readonly from: string;
}

export type ShownAccount = Pick<Account, 'name' | 'role' | 'devices'> & {
  readonly mayReveal: boolean;
  readonly hasPassword: boolean;
};
export type ShownKey = Omit<AccessKey, 'sha256'>;

const longestKeyDays = 3660;

const shownAccount = ({ name, role, devices, mayReveal = false, password }: Account): ShownAccount => ({
  name,
  role,
  devices,
  mayReveal,
  hasPassword: password !== null,
});
const shownKey = ({ sha256: _, ...key }: AccessKey): ShownKey => key;

export class AccountDesk {
  readonly #options: AccountDeskOptions;

  constructor(options: AccountDeskOptions) {
    this.#options = options;
  }

  async accounts(): Promise<ShownAccount[]> {
    return (await this.#options.store.current()).accounts.map(shownAccount);
  }

  async keys(): Promise<ShownKey[]> {
    return (await this.#options.store.current()).keys.map(shownKey);
  }

  /** Makes the account, or changes it: without a password it keeps the one it has. A new role ends what is open. Throws `AccessRefusal`. */
  async setAccount(
    by: Administrator,
    wanted: Pick<Account, 'name' | 'role' | 'devices' | 'mayReveal'>,
    password: string | undefined,
  ): Promise<ShownAccount> {
    const { store, login, audit, now } = this.#options;
    const known = accountOf(await store.current(), wanted.name);
    const hashed = password === undefined ? null : await login.newAccount(wanted, password);
    if (hashed === null && known === null && !this.#options.hasProvider)
      throw new AccessRefusal(400, 'A new account needs a password');
    let before: ShownAccount | null = null;
    const state = await store.change((current) => {
      const standing = accountOf(current, wanted.name);
      before = standing && shownAccount(standing);
      const kept = {
        subject: standing?.subject ?? null,
        password: standing?.password ?? null,
        goodFrom: standing?.goodFrom ?? now(),
      };
      const renewed =
        hashed === null ? kept : { subject: standing?.subject ?? null, password: hashed.password, goodFrom: now() };
      return checked(withAccount(current, { ...wanted, ...renewed }));
    });
    const after = shownAccount(accountOf(state, wanted.name)!);
    audit({ action: 'account-set', actor: by.name, subject: wanted.name, from: by.from, details: { before, after } });
    return after;
  }

  /** Throws `AccessRefusal`. */
  async removeAccount(by: Administrator, name: string): Promise<void> {
    const { store, audit } = this.#options;
    await store.change((state) => {
      if (accountOf(state, name) === null) throw new AccessRefusal(404, 'There is no account of this name');
      return checked(withoutAccount(state, name));
    });
    audit({ action: 'account-removed', actor: by.name, subject: name, from: by.from, details: {} });
  }

  /** The key itself is in the answer alone. Throws `AccessRefusal`. */
  async makeKey(
    by: Administrator,
    wanted: Pick<AccessKey, 'name' | 'scopes' | 'devices' | 'expiresAt'>,
  ): Promise<ShownKey & { readonly key: string }> {
    const { store, audit, now } = this.#options;
    if (wanted.expiresAt <= now() || wanted.expiresAt > now() + longestKeyDays * 86_400)
      throw new AccessRefusal(400, `"expiresAt" is not within ${longestKeyDays} days from now, in seconds since 1970`);
    const key = `tw_${randomBytes(32).toString('base64url')}`;
    const made: AccessKey = {
      ...wanted,
      id: randomBytes(8).toString('hex'),
      sha256: hashOfKey(key),
      madeBy: by.name,
      madeAt: now(),
      lastUsedAt: null,
    };
    await store.change((state) => {
      if (state.keys.some(({ name }) => name === made.name))
        throw new AccessRefusal(409, 'There is a key of this name already');
      return { ...state, keys: [...state.keys, made] };
    });
    audit({ action: 'key-made', actor: by.name, subject: made.id, from: by.from, details: { ...shownKey(made) } });
    return { ...shownKey(made), key };
  }

  /** Throws `AccessRefusal`. */
  async revokeKey(by: Administrator, id: string): Promise<void> {
    const { store, audit } = this.#options;
    await store.change((state) => {
      if (!state.keys.some((key) => key.id === id)) throw new AccessRefusal(404, 'There is no key of this id');
      return { ...state, keys: state.keys.filter((key) => key.id !== id) };
    });
    audit({ action: 'key-revoked', actor: by.name, subject: id, from: by.from, details: {} });
  }
}

/** Nobody could mend it. */
function checked(state: AccessState): AccessState {
  if (hasAdmin(state)) return state;
  throw new AccessRefusal(409, 'There must be an admin of all devices: make another one first');
}
