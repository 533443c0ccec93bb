/** docker-compose.yml and Dockerfile, as far as they can be checked without a container runtime. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { options } from '../src/settings/config-options.ts';
import { readConfig } from '../src/config.ts';

interface Service {
  readonly build?: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
}

interface Compose {
  readonly services: Readonly<Record<'tidewatch' | 'clickhouse' | 'redis', Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const inRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const composeText = readFileSync(inRoot('docker-compose.yml'), 'utf8');
const compose = parse(composeText) as Compose;
const services = Object.entries<Service>(compose.services);
const dockerfile = readFileSync(inRoot('Dockerfile'), 'utf8');

/** Settings that the image brings along: `ENV NAME=value NAME=value`. */
const imageEnvironment = Object.fromEntries(
  Array.from(dockerfile.matchAll(/\b([A-Z_]+)=(\S+)/g), ([, name = '', value = '']) => [name, value]),
);

describe('docker-compose.yml', () => {
  it('gives Tidewatch settings that it knows and accepts', () => {
    const given = { ...imageEnvironment, ...withDefaults(compose.services.tidewatch.environment ?? {}) };
    const known = Object.values(options).map(({ variable }): string => variable);
    expect(Object.keys(given).filter((name) => !known.includes(name))).toEqual([]);
    expect(readConfig([], given)).toMatchObject({
      config: { host: '0.0.0.0', 'clickhouse-url': 'http://tidewatch:tidewatch@clickhouse:8123' },
    });
  });

  it('names only settings that exist where it shows how to read snapshots', () => {
    const shown = composeText.matchAll(/# (TIDEWATCH_[A-Z_]+):/g);
    const known = Object.values(options).map(({ variable }): string => variable);
    expect(Array.from(shown, ([, name]) => known.includes(name ?? ''))).toEqual([true, true]);
  });

  it('publishes the default port, on this machine alone', () => {
    expect(compose.services.tidewatch.ports).toEqual([`127.0.0.1:${options.port.default}:${options.port.default}`]);
    expect(dockerfile).toContain(`EXPOSE ${options.port.default}\n`);
  });

  it('builds here, or pins the version of an image', () => {
    for (const [name, { build, image }] of services)
      expect(build === '.' || /:\d[\d.]*$/.test(image ?? ''), name).toBe(true);
  });

  it('keeps what services write in declared volumes', () => {
    const mounted = services.map(([, { volumes }]) => volumes?.[0]?.split(':')[0]);
    expect(mounted).toEqual(Object.keys(compose.volumes));
  });

  it('starts Tidewatch when the services it needs are healthy, and they can tell', () => {
    for (const [name, { condition }] of Object.entries(compose.services.tidewatch.depends_on ?? {})) {
      const needed = services.find(([candidate]) => candidate === name)?.[1];
      expect([condition, needed?.healthcheck?.test[0]]).toEqual(['service_healthy', 'CMD']);
    }
  });

  it('lets Redis survive a crash', () => {
    expect(compose.services.redis.command?.join(' ')).toBe('redis-server --appendonly yes');
  });
});

describe('docker-compose.several.yml', () => {
  const several = parse(readFileSync(inRoot('docker-compose.several.yml'), 'utf8'), { merge: true }) as {
    readonly services: Readonly<Record<string, Service & { readonly deploy?: { readonly replicas: number } }>>;
  };
  const roleOf = (name: string): Service & { readonly deploy?: { readonly replicas: number } } =>
    several.services[name]!;

  it.each(['collect', 'detect', 'serve'])('gives the processes that %s settings that they accept', (role) => {
    const { environment = {}, deploy } = roleOf(role);
    const config = readConfig([], { ...imageEnvironment, ...withDefaults(environment) });
    expect(config).toMatchObject({ config: { role, devices: '/snapshots/psxattrs.csv' } });
    expect(deploy?.replicas).toBeGreaterThan(1);
  });

  it('publishes the API on this machine alone, a port for each process', () => {
    const [, first, last] = /^127\.0\.0\.1:(\d+)-(\d+):4000$/.exec(roleOf('serve').ports?.[0] ?? '') ?? [];
    expect(Number(last) - Number(first) + 1).toBe(roleOf('serve').deploy?.replicas);
  });

  it('lets detectors find each other’s checkpoints, and Redis keep what it is given', () => {
    expect(roleOf('detect').volumes).toContain('checkpoint:/data');
    expect(roleOf('serve').volumes).toContain('access:/data');
    expect(roleOf('redis').command?.join(' ')).toBe('redis-server --appendonly yes --maxmemory-policy noeviction');
  });

  it('runs the same ClickHouse and Redis as the other file', () => {
    for (const name of ['clickhouse', 'redis'] as const) expect(roleOf(name).image).toBe(compose.services[name].image);
  });
});

describe('Dockerfile', () => {
  it('installs with the same pnpm as npm start', () => {
    const versionIn = (text: string): string | undefined => /pnpm@([\d.]+)/.exec(text)?.[1];
    expect(versionIn(dockerfile)).toBe(versionIn(readFileSync(inRoot('scripts/install.mjs'), 'utf8')));
  });

  it('copies only what exists', () => {
    const copied = Array.from(dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm), ([, paths = '']) => paths.split(' '));
    expect(copied.flat().filter((path) => !existsSync(inRoot(path)))).toEqual([]);
  });

  it('runs as a user without rights and reports its health', () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK [^]*\/health\/live/m);
  });
});

/** `${NAME:-value}` as docker compose reads it when NAME is not set. */
function withDefaults(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, value.replaceAll(/\$\{\w+:-(.*?)\}/g, '$1')]),
  );
}
