import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const manifest = (path: string) => JSON.parse(read(path)) as Record<string, Record<string, string>>;

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses: readonly { readonly license: { readonly id: string } }[];
}

const allowedLicenses = ['MIT', 'ISC', '0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause'];
/** More need a reason. */
const mostPackages = 80;

describe('what runs in production', () => {
  let components: readonly Component[];
  beforeAll(() => {
    const printed = execFileSync(process.execPath, [join(root, 'scripts/run.mjs'), 'sbom'], { encoding: 'utf8' });
    components = (JSON.parse(printed) as { components: Component[] }).components;
  });

  it('is in the list with its reasons, and nothing else is', () => {
    const reasons = read('docs/reference/dependencies.md').matchAll(/^\| `([^`]+)` +\| \S/gm);
    const direct = Object.keys(manifest('server/package.json')['dependencies']!);
    expect(Array.from(reasons, ([, name]) => name!).toSorted()).toEqual(direct.toSorted());
  });

  it('is pinned exactly', () => {
    const pinned = /^\d+\.\d+\.\d+$/;
    for (const path of ['package.json', 'server/package.json', 'web/package.json'])
      for (const versions of [manifest(path)['dependencies'], manifest(path)['devDependencies']])
        for (const [name, version] of Object.entries(versions ?? {}))
          expect([name, version]).toEqual([name, expect.stringMatching(pinned)]);
  });

  it('has allowed licences alone, and is not more than it was', () => {
    const others = components.filter(
      ({ licenses }) => !licenses.every(({ license: { id } }) => allowedLicenses.includes(id)),
    );
    expect(others).toEqual([]);
    expect(components.length).toBeGreaterThan(19);
    expect(components.length).toBeLessThanOrEqual(mostPackages);
  });

  it('is in the lockfile at that version', () => {
    const lockfile = read('pnpm-lock.yaml');
    for (const { name, version } of components)
      expect([name, lockfile.includes(`${name}@${version}`)]).toEqual([name, true]);
  });

  it('runs no script when it is installed but those that were looked at', () => {
    const { allowBuilds } = parse(read('pnpm-workspace.yaml')) as { allowBuilds: Record<string, boolean> };
    expect(Object.keys(allowBuilds).filter((name) => allowBuilds[name])).toEqual(['node', 'esbuild']);
  });
});
