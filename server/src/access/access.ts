/** Access put together: who may come in, where they log in, and where accounts are kept. */
import type { EpochSeconds } from '../domain/traffic.ts';
import type { AccessStore } from './access-file.ts';
import type { AccessPorts } from './access-routes.ts';
import { AccountDesk } from './account-desk.ts';
import type { AuditLog } from './audit-log.ts';
import type { Audit } from './audit.ts';
import { Doorkeeper, type DoorkeeperOptions } from './doorkeeper.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { LoginDesk } from './login-desk.ts';

export interface AccessOptions extends DoorkeeperOptions {
  readonly store: AccessStore;
  readonly audit: Audit;
  readonly auditLog?: AuditLog;
  readonly persons?: AccessPorts['persons'];
  readonly hasPseudonyms?: boolean;
  readonly provider?: IdentityProvider | null;
  /** Told why the provider's word was not enough. */
  readonly onRefused?: (reason: Error) => void;
  readonly now: () => EpochSeconds;
}

export function createAccess(options: AccessOptions): AccessPorts {
  const doorkeeper = new Doorkeeper(options);
  const login = new LoginDesk({ ...options, doorkeeper });
  const {
    audit,
    auditLog = null,
    hasPseudonyms = false,
    persons = null,
    provider = null,
    onRefused = () => undefined,
  } = options;
  return {
    doorkeeper,
    login,
    accounts: new AccountDesk({ ...options, login, hasProvider: provider !== null }),
    hasPseudonyms,
    audit,
    auditLog,
    persons,
    provider,
    onRefused,
  };
}
