import { describe, expect, it } from 'vitest';
import { permissions, permissionsOf, principalOf, roles, type Permission, type Role } from './policy.ts';

const matrix: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['read'],
  analyst: ['read', 'triage', 'explore', 'analyse'],
  admin: ['read', 'triage', 'explore', 'analyse', 'reveal', 'monitor', 'administer'],
  integrator: ['read', 'triage', 'explore', 'monitor'],
};

describe('the policy', () => {
  it.each(roles)('gives a %s what stands in the matrix, and nothing else', (role) => {
    for (const permission of Object.keys(permissions) as Permission[])
      expect([permission, permissionsOf(role, null).has(permission)]).toEqual([
        permission,
        matrix[role].includes(permission),
      ]);
  });

  it.each(roles)('gives a %s who is limited to devices nothing that is of the whole network', (role) => {
    const limited = permissionsOf(role, new Set(['62.0']));
    for (const permission of ['analyse', 'monitor', 'administer'] as const) expect(limited.has(permission)).toBe(false);
  });

  it('lets an analyst reveal numbers when it is given to him, and nobody else by that', () => {
    for (const role of roles)
      expect([role, permissionsOf(role, null, null, true).has('reveal')]).toEqual([
        role,
        role === 'analyst' || role === 'admin',
      ]);
  });

  it('makes a key good for its scopes alone, and for no more than its role', () => {
    expect([...permissionsOf('integrator', null, ['read'])]).toEqual(['read']);
    expect([...permissionsOf('integrator', null, ['administer', 'analyse'])]).toEqual([]);
    expect([...permissionsOf('integrator', null, [])]).toEqual([]);
  });

  it('shows the same to two who may the same, and something else to all others', () => {
    const view = (...of: Parameters<typeof principalOf>): string => principalOf(...of).view;
    expect(view('a', 'person', 'viewer', ['1', '2'])).toBe(view('b', 'person', 'viewer', ['2', '1']));
    expect(view('a', 'person', 'viewer', ['1'])).not.toBe(view('a', 'person', 'viewer', null));
    expect(view('a', 'person', 'viewer', [])).not.toBe(view('a', 'person', 'viewer', null));
    expect(view('a', 'person', 'viewer', null)).not.toBe(view('a', 'person', 'analyst', null));
  });
});
