/** Access as the settings have it: whether the machine is one's own, and the file of accounts. */
import { join, resolve } from 'node:path';
import type { AccessPorts } from './access/access-routes.ts';
import { AccessFile } from './access/access-file.ts';
import { createAccess } from './access/access.ts';
import type { Audit } from './access/audit.ts';
import { ConfigError } from './config-error.ts';
import type { Config } from './config.ts';
import { isLoopback } from './http/origin.ts';
import type { Logger } from './log.ts';

/** Throws `ConfigError` when the file is there and can't be used. */
export async function openAccess(config: Config, secret: Uint8Array, log: Logger, audit: Audit): Promise<AccessPorts> {
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
  return createAccess({ store, isLocal: isLoopback(config.host), secret, now: () => Date.now() / 1000, audit });
}
