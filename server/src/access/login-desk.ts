/** Where people come in and leave: name and password, the one-time token of the first start, and the end of a session. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { EpochSeconds } from '../domain/traffic.ts';
import { isPersonName } from '../domain/person-name.ts';
import { TokenBucket } from '../http/token-bucket.ts';
import type { AccessStore } from './access-file.ts';
import { accountOf, withAccount, withoutSession, type Account } from './access-state.ts';
import type { Audit } from './audit.ts';
import { hashOfKey } from './credential.ts';
import type { Doorkeeper } from './doorkeeper.ts';
import type { ProvedPerson } from './identity-provider.ts';
import { faultOfPassword, hashPassword, isPassword } from './password.ts';
import { AccessRefusal } from './refusal.ts';

export interface LoginDeskOptions {
  readonly store: AccessStore;
  readonly doorkeeper: Pick<Doorkeeper, 'sealed' | 'sessionOf' | 'isOpen'>;
  readonly audit: Audit;
  readonly now: () => EpochSeconds;
}

/** Wrong passwords from one address, and for one name from anywhere: five at once, then one each 12 s; of names more, so that nobody is locked out by a stranger easily. */
const perAddress = { perSecond: 5 / 60, burst: 5 };
const perName = { perSecond: 20 / 60, burst: 20 };
/** A password costs 19 MiB and 20 ms to check: more at once would be a way to keep everybody waiting. */
const mostChecks = 8;
const wrong = 'Name or password is wrong';

export class LoginDesk {
  readonly #options: LoginDeskOptions;
  readonly #byAddress: TokenBucket;
  readonly #byName: TokenBucket;
  #checks = 0;
  /** Of the token that is good for the first account. */
  #firstToken: string | null = null;

  constructor(options: LoginDeskOptions) {
    this.#options = options;
    const now = (): number => options.now() * 1000;
    this.#byAddress = new TokenBucket({ ...perAddress, now });
    this.#byName = new TokenBucket({ ...perName, now });
  }

  /** A token that makes the first account, once. To be shown to whoever started the server, and kept nowhere. */
  async drawFirstToken(): Promise<string | null> {
    const { accounts } = await this.#options.store.current();
    if (accounts.length > 0 || (await this.#options.doorkeeper.isOpen())) return null;
    const token = randomBytes(24).toString('base64url');
    this.#firstToken = hashOfKey(token);
    return token;
  }

  get takesFirstToken(): boolean {
    return this.#firstToken !== null;
  }

  /** The proof of a new session. Throws `AccessRefusal`, whose words are the same whatever was wrong. */
  async login(name: string, password: string, from: string): Promise<string> {
    this.#checkPace(name, from);
    const account = accountOf(await this.#options.store.current(), name);
    if (!(await this.#isPassword(password, account?.password ?? null)) || account === null) {
      this.#refused(name, from, 'password');
      throw new AccessRefusal(401, wrong);
    }
    return this.begin(account.name, from, 'password');
  }

  /** Of somebody whose name was proved. */
  begin(name: string, from: string, by: string): string {
    const { doorkeeper, audit, now } = this.#options;
    audit({ action: 'login', actor: name, subject: name, from, details: { by } });
    return doorkeeper.sealed({ name, id: randomBytes(12).toString('base64url'), startedAt: now() });
  }

  /** Somebody whom the identity provider vouches for. He has an account already, and is the one who came first by its name. Throws `AccessRefusal`. */
  async loginProved({ name, subject }: Pick<ProvedPerson, 'name' | 'subject'>, from: string): Promise<string> {
    await this.#options.store.change((state) => {
      const account = accountOf(state, name);
      if (account === null) throw new AccessRefusal(401, 'There is no account of this name');
      if (account.subject !== null && account.subject !== subject)
        throw new AccessRefusal(401, 'The account is of somebody else of the same name');
      return account.subject === subject ? state : withAccount(state, { ...account, subject });
    });
    return this.begin(name, from, 'oidc');
  }

  refusedProved(from: string): void {
    this.#options.audit({ action: 'login-refused', actor: '', subject: 'oidc', from, details: {} });
  }

  /** Makes the first admin, and lets him in. Throws `AccessRefusal`. */
  async makeFirst(token: string, name: string, password: string, from: string): Promise<string> {
    this.#checkPace('', from);
    const given = Buffer.from(hashOfKey(token));
    if (this.#firstToken === null || !timingSafeEqual(given, Buffer.from(this.#firstToken))) {
      this.#refused('', from, 'token');
      throw new AccessRefusal(401, 'The token is not the one of this start, or there are accounts already');
    }
    const account = await this.newAccount({ name, role: 'admin', devices: null }, password);
    await this.#options.store.change((state) => {
      if (state.accounts.length > 0) throw new AccessRefusal(409, 'There are accounts already');
      return withAccount(state, account);
    });
    this.#firstToken = null;
    this.#options.audit({
      action: 'account-set',
      actor: name,
      subject: name,
      from,
      details: { role: 'admin', by: 'token' },
    });
    return this.begin(name, from, 'token');
  }

  /** Whoever has this session now has it no more. */
  async logout(proof: string, from: string): Promise<void> {
    const { store, doorkeeper, audit, now } = this.#options;
    const session = doorkeeper.sessionOf(proof);
    if (session === null) return;
    await store.change((state) => withoutSession(state, session, now()));
    audit({ action: 'logout', actor: session.name, subject: session.name, from, details: {} });
  }

  /** One's own; all other sessions end. Throws `AccessRefusal`. */
  async changePassword(name: string, before: string, after: string, from: string): Promise<void> {
    const { store, audit } = this.#options;
    this.#checkPace(name, from);
    const account = accountOf(await store.current(), name);
    if (!(await this.#isPassword(before, account?.password ?? null)) || account === null) {
      this.#refused(name, from, 'password');
      throw new AccessRefusal(401, 'The password before is wrong');
    }
    const changed = await this.newAccount(account, after);
    await store.change((state) => withAccount(state, { ...changed, subject: account.subject }));
    audit({ action: 'password-changed', actor: name, subject: name, from, details: {} });
  }

  /** With the hash of the password. Throws `AccessRefusal` for a name or a password that can't be. */
  async newAccount(about: Pick<Account, 'name' | 'role' | 'devices'>, password: string): Promise<Account> {
    const { name, role, devices } = about;
    if (!isPersonName(name)) throw new AccessRefusal(400, 'The name is not of 1 to 64 printable characters');
    const fault = faultOfPassword(password, name);
    if (fault !== null) throw new AccessRefusal(400, fault);
    return {
      name,
      role,
      devices,
      password: await hashPassword(password),
      subject: null,
      goodFrom: this.#options.now(),
    };
  }

  #checkPace(name: string, from: string): void {
    const wait = Math.max(this.#byAddress.waitSeconds(from), this.#byName.waitSeconds(name));
    if (wait > 0) throw new AccessRefusal(429, 'Too many attempts failed; try again later', wait);
  }

  #refused(name: string, from: string, by: string): void {
    this.#byAddress.spend(from, 1);
    this.#byName.spend(name, 1);
    const { audit } = this.#options;
    // What was typed may be a password in the wrong place.
    audit({ action: 'login-refused', actor: '', subject: by, from, details: {} });
  }

  async #isPassword(password: string, hash: string | null): Promise<boolean> {
    if (this.#checks >= mostChecks) throw new AccessRefusal(429, 'Too many log in at once; try again', 1);
    this.#checks += 1;
    try {
      return await isPassword(password, hash);
    } finally {
      this.#checks -= 1;
    }
  }
}
