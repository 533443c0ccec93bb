/** Access as the settings have it: whether the machine is one's own, the file of accounts, and the audit beside history. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AccessFile, type AccessStore } from './access/access-file.ts';
import type { AccessPorts } from './access/access-routes.ts';
import { KeyUses } from './access/key-uses.ts';
import { createAccess } from './access/access.ts';
import { AuditLog } from './access/audit-log.ts';
import { IdentityProvider } from './access/identity-provider.ts';
import { Looks } from './access/looks.ts';
import { ConfigError } from './settings/config-error.ts';
import type { Config } from './config.ts';
import type { Auditing } from './graphql/audited.ts';
import { createSealer } from './graphql/sealed-text.ts';
import type { AuditHistory } from './history/audit-history.ts';
import type { PersonHistory } from './history/person-history.ts';
import type { Feed } from './live/feed.ts';
import type { Forgetting } from './privacy/forgetting.ts';
import type { Pseudonyms } from './privacy/pseudonyms.ts';
import { isLoopback } from './http/origin.ts';
import type { Logger } from './telemetry/log.ts';
import type { Metrics } from './telemetry/metrics.ts';

export interface AccessSurroundings {
  readonly config: Config;
  /** Where what belongs to this history alone is kept. */
  readonly folder: string;
  readonly secret: Uint8Array;
  readonly history: AuditHistory & PersonHistory;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly feed: Pick<Feed, 'erase'>;
  readonly forgetting: Forgetting;
  /** Null when subscribers stand under their numbers. */
  readonly pseudonyms: Pseudonyms | null;
}

export interface OpenedAccess {
  readonly access: AccessPorts;
  readonly auditing: Auditing;
  /** To be begun and stopped with history. */
  readonly audit: AuditLog;
}

/** Throws `ConfigError` when the file of accounts is there and can't be used. */
export async function openAccess(surroundings: AccessSurroundings): Promise<OpenedAccess> {
  const { config, secret, history, pseudonyms, feed, forgetting } = surroundings;
  const audit = auditOf(surroundings);
  const note: AuditLog['note'] = (noted) => audit.note(noted);
  const looks = new Looks(secret, note, Date.now);
  const persons = { history, looks, pseudonyms, feed, forgetting };
  const store = await openAccounts(surroundings);
  const now = (): number => Date.now() / 1000;
  const onRefused = ({ message }: Error): void =>
    surroundings.log.warn(
      { component: 'access', reason: message },
      'Somebody from the identity provider was not let in',
    );
  const access = createAccess({
    store,
    keyUses: keyUsesIn(store, surroundings.log),
    isLocal: isLoopback(config.host),
    secret,
    now,
    audit: note,
    auditLog: audit,
    persons,
    hasPseudonyms: pseudonyms !== null,
    provider: await providerOf(surroundings),
    onRefused,
  });
  note({ action: 'started', actor: '', subject: '', from: '', details: withoutSecrets(config) });
  return { access, auditing: { note, looks }, audit };
}

/** Null without one. Throws `ConfigError` when the file of the secret can't be read. */
async function providerOf({ config, secret }: AccessSurroundings): Promise<IdentityProvider | null> {
  const { 'oidc-issuer': issuer, 'oidc-client': clientId, 'oidc-secret': file, 'public-url': publicUrl } = config;
  if (issuer === null || clientId === null || file === null || publicUrl === null) return null;
  const clientSecret = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ConfigError([`--oidc-secret "${file}" can't be read: ${(error as Error).message}.`]);
  });
  return new IdentityProvider({
    issuer: new URL(issuer),
    clientId,
    clientSecret: clientSecret.trim(),
    publicUrl: new URL(publicUrl),
    claim: config['oidc-claim'],
    sealer: createSealer(secret),
    now: () => Date.now() / 1000,
  });
}

export const keyUsesIn = (store: AccessStore, log: Pick<Logger, 'warn'>): KeyUses =>
  new KeyUses(store, ({ message }) =>
    log.warn({ component: 'access', reason: message }, 'The use of a key could not be noted'),
  );

/** Throws `ConfigError` when the file of accounts is there and can't be used. */
export async function openAccounts({ config, log }: Pick<AccessSurroundings, 'config' | 'log'>): Promise<AccessFile> {
  const path = resolve(config.access ?? join(config.data, 'access.json'));
  const onFault = (fault: Error): void =>
    log.error(
      { component: 'access', file: path, reason: fault.message },
      'The file of accounts can not be used; what it had before holds',
    );
  const store = new AccessFile({ path, now: Date.now, onFault });
  await store.open().catch((error: unknown) => {
    const advice = 'mend it, or remove it to begin without accounts';
    throw new ConfigError([`The file of accounts ${path} can't be used: ${(error as Error).message}; ${advice}.`]);
  });
  return store;
}

function auditOf({ folder, history, log, metrics }: AccessSurroundings): AuditLog {
  return new AuditLog({
    history,
    headPath: join(folder, 'audit-head.json'),
    now: Date.now,
    onFault: (fault) =>
      log.error({ component: 'audit', reason: fault.message }, 'The audit can not be written; it is tried again'),
    onLost: (notes) => metrics.auditNotesLost.inc(notes),
  });
}

/** Addresses may carry a user and a password. */
function withoutSecrets(config: Config): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => {
      if (typeof value !== 'string' || !URL.canParse(value)) return [name, value];
      const { protocol, host } = new URL(value);
      return [name, `${protocol}//${host}`];
    }),
  );
}
