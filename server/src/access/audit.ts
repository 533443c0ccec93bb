/** What is told to the audit: who did what, to what, and from where. Whoever is told keeps it. */

export const auditActions = [
  'started',
  'login',
  'login-refused',
  'logout',
  'account-set',
  'account-removed',
  'password-changed',
  'key-made',
  'key-revoked',
  'triage',
  'export',
  'look',
  'revealed',
  'subscriber-exported',
  'subscriber-erased',
  'audit-exported',
  'notes-lost',
] as const;
export type AuditAction = (typeof auditActions)[number];

export interface AuditNote {
  readonly action: AuditAction;
  /** Name of the person or key; '' for a stranger. */
  readonly actor: string;
  /** What it was done to: an account, a key, a change. Never a subscriber's number. */
  readonly subject: string;
  /** Address of the network that it came from; '' when it came from no connection. */
  readonly from: string;
  /** What it was before and after, say. No secrets, no numbers of subscribers. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Never throws, never waits. */
export type Audit = (note: AuditNote) => void;
