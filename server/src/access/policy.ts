/** Who may do what: pure, and the only place where a role is given anything. What is not given here is denied. */

/** What a rule can ask for; each means a kind of thing to do, whatever the transport. */
export const permissions = {
  read: 'Read traffic, anomalies, devices and subscribers, and follow the feed.',
  triage: 'Acknowledge, assign, comment, judge, mute, and take such changes back.',
  explore: 'Send documents of one’s own instead of those of the dashboard: GraphiQL, introspection, scripts.',
  analyse: 'Try rules on stored history, and read dead letters as they were given.',
  reveal: 'Learn the number behind a pseudonym, and find a subscriber by his number, where there are pseudonyms.',
  monitor: 'Read the metrics, and the reasons of the health of the process.',
  administer: 'Accounts, keys, the audit, and what is kept of one subscriber.',
} as const;
export type Permission = keyof typeof permissions;

export const roles = ['viewer', 'analyst', 'admin', 'integrator'] as const;
export type Role = (typeof roles)[number];

const grants: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['read'],
  analyst: ['read', 'triage', 'explore', 'analyse'],
  admin: ['read', 'triage', 'explore', 'analyse', 'reveal', 'monitor', 'administer'],
  // A machine: it has a key, which may be good for less.
  integrator: ['read', 'triage', 'explore', 'monitor'],
};

/** Which devices; null for all of them. */
export type DeviceScope = ReadonlySet<string> | null;

/** These show or change what no device owns: nobody has them who is limited to some. */
const ofTheWholeNetwork: readonly Permission[] = ['analyse', 'monitor', 'administer'];

/** `mayReveal` is given to a single analyst. `scopes` are those of a key, which is good for nothing beyond them. */
export function permissionsOf(
  role: Role,
  devices: DeviceScope,
  scopes: readonly Permission[] | null = null,
  mayReveal = false,
): ReadonlySet<Permission> {
  const given = mayReveal && role === 'analyst' ? ([...grants.analyst, 'reveal'] as const) : grants[role];
  const granted = given
    .filter((permission) => devices === null || !ofTheWholeNetwork.includes(permission))
    .filter((permission) => scopes === null || scopes.includes(permission));
  return new Set(granted);
}

/** Whoever asks, once it is known who that is. */
export interface Principal {
  /** As it stands in the history of triage and in the audit. */
  readonly name: string;
  /** `local`: this machine's only user, while there are no accounts. */
  readonly kind: 'person' | 'key' | 'local';
  readonly role: Role;
  readonly permissions: ReadonlySet<Permission>;
  readonly devices: DeviceScope;
  /** The same for two who are shown the same. */
  readonly view: string;
}

export function principalOf(
  name: string,
  kind: Principal['kind'],
  role: Role,
  devices: readonly string[] | null,
  scopes: readonly Permission[] | null = null,
  mayReveal = false,
): Principal {
  const scope: DeviceScope = devices === null ? null : new Set(devices);
  const granted = permissionsOf(role, scope, scopes, mayReveal);
  const view = JSON.stringify([[...granted].toSorted(), scope === null ? null : [...scope].toSorted()]);
  return { name, kind, role, permissions: granted, devices: scope, view };
}

export const localName = 'local';
/** Everything is his, as on any machine of one's own. */
const local = principalOf(localName, 'local', 'admin', null);
export const localAdmin = (name = localName): Principal => (name === localName ? local : { ...local, name });

export const may = ({ permissions: granted }: Principal, permission: Permission): boolean => granted.has(permission);
export const isInScope = (devices: DeviceScope, device: string): boolean => devices === null || devices.has(device);
