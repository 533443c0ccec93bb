/** The rules of this repository that neither the compiler nor the linter knows. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = filesOfRepository();
const sources = files.filter((file) => /^(server|web)\/src\/.*\.(ts|svelte)$/.test(file));
const domain = sources.filter((file) => file.startsWith('server/src/domain/') && !file.endsWith('.test.ts'));

describe('the domain', () => {
  it('imports only the domain', () => {
    const strangers = domain.flatMap((file) =>
      importsOf(file)
        .filter((target) => !target.startsWith('.') || !join(dirname(file), target).startsWith('server/src/domain/'))
        .map((target) => `${file} imports ${target}`),
    );
    expect(strangers).toEqual([]);
  });

  it.each([
    ['the clock', /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\)|\bperformance\b/],
    ['randomness', /\bMath\.random\b|\bcrypto\b/],
    ['the process or its surroundings', /\bprocess\.|\bnode:|\bfetch\(|\bglobalThis\b/],
    ['timers', /\bset(Timeout|Interval|Immediate)\b|\bqueueMicrotask\b/],
  ])('knows nothing of %s', (_, pattern) => {
    expect(domain.filter((file) => pattern.test(withoutComments(read(file))))).toEqual([]);
  });
});

describe('every source file', () => {
  it('has at most 300 lines', () => {
    expect(sources.filter((file) => read(file).trimEnd().split('\n').length > 300)).toEqual([]);
  });

  it('says in its first line what it is', () => {
    const modules = sources.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
    expect(modules.filter((file) => !read(file).startsWith('/**'))).toEqual([]);
  });

  it('obeys the compiler and the linter without exceptions', () => {
    const exception = /@ts-(ignore|nocheck|expect-error)|\b(oxlint|eslint)-disable/;
    expect(sources.filter((file) => exception.test(read(file)))).toEqual([]);
  });
});

describe('the repository', () => {
  it('has no file or folder named for nothing in particular', () => {
    const vague = /(^|[/.-])(utils?|helpers?|common|misc|shared|manager)([/.-]|$)/i;
    expect(files.filter((file) => vague.test(file))).toEqual([]);
  });

  it('names its files in kebab case', () => {
    const named = sources.filter((file) => file.endsWith('.ts') && !basename(file).startsWith('+'));
    expect(named.filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*\.ts$/.test(basename(file)))).toEqual([]);
  });

  it('has no paths of anybody’s machine', () => {
    const absolute = /(?<![\w.~*)}/-])\/(home|Users|root|work|tmp|mnt)\/\w/;
    expect(textFiles().filter((file) => absolute.test(read(file)))).toEqual([]);
  });

  it('names no package registry', () => {
    const registry = /\bregistry\.[\w.-]+\.(com|dev|io|net|org)\b|\b(npmmirror|yarnpkg|artifactory|verdaccio)\b/i;
    expect(textFiles().filter((file) => registry.test(read(file)))).toEqual([]);
    expect(read('pnpm-lock.yaml')).not.toMatch(/:\/\/|\btarball:/);
  });
});

/** Committed files, and new ones that git does not ignore; paths from the root. */
function filesOfRepository(): string[] {
  // The owner of the checkout may be another than the user of a container that tests it.
  const args = [
    '-c',
    'safe.directory=*',
    'ls-files',
    '--cached',
    '--others',
    '--exclude-standard',
    '--deduplicate',
    '-z',
  ];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  const deleted = execFileSync('git', [...args.slice(0, 3), '--deleted', '-z'], { cwd: root, encoding: 'utf8' });
  const gone = new Set(deleted.split('\0'));
  return listed.filter((file) => !gone.has(file));
}

/** All but pictures and archives, and but this file, which has to spell out what it forbids. */
function textFiles(): string[] {
  return files.filter((file) => !/\.(png|jpg|ico|gz|xz|woff2)$|\/architecture\.test\.ts$/.test(file));
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function importsOf(file: string): string[] {
  const imports = withoutComments(read(file)).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]/g);
  return Array.from(imports, (match) => match[1] ?? '');
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '');
}
