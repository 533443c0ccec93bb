import { describe, expect, it } from 'vitest';
import { ConfigError } from './settings/config-error.ts';
import { options } from './settings/config-options.ts';
import { readConfig, type Config } from './config.ts';
import { redisForms } from './live/redis-address.ts';
import { helpText } from './settings/help.ts';

function configOf(args: string[], environment: Record<string, string> = {}): Config {
  const command = readConfig(args, environment);
  if (command.help) throw new Error('help was asked for');
  return command.config;
}

function faultsOf(args: string[], environment: Record<string, string> = {}): readonly string[] {
  try {
    readConfig(args, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  it('has a default for everything that must be set', () => {
    expect(configOf([])).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      data: './data',
      snapshots: null,
      counters: 'session-mean',
      'slot-length': 600,
      'raw-retention': 30,
      'hourly-retention': 400,
      'feed-retention': 7,
    });
  });

  it('takes variables, and options before variables', () => {
    expect(configOf(['--port', '0'], { TIDEWATCH_PORT: '5000', TIDEWATCH_HOST: '::1' })).toMatchObject({
      port: 0,
      host: '::1',
    });
    expect(configOf(['--port=81'])).toMatchObject({ port: 81 });
    expect(
      configOf([], {
        CLICKHOUSE_URL: 'http://localhost:8123',
        TIDEWATCH_ALLOW_ORIGIN: 'https://a.example,http://b.example:81',
        TIDEWATCH_TRUSTED_PROXIES: '10.0.0.1, fd00::/8',
      }),
    ).toMatchObject({
      'clickhouse-url': 'http://localhost:8123',
      'allow-origin': ['https://a.example', 'http://b.example:81'],
      'trusted-proxies': ['10.0.0.1', 'fd00::/8'],
    });
  });

  it.each([
    [['--port', '99999'], '--port is "99999", expected a whole number from 0 to 65535.'],
    [
      ['--oidc-issuer', 'file:///etc/passwd'],
      '--oidc-issuer is "file:///etc/passwd", expected a URL beginning with https:// or http://.',
    ],
    [['--port', '4e3'], '--port is "4e3", expected a whole number from 0 to 65535.'],
    [['--port'], '--port is given without a value, expected port.'],
    [['--port', 'true'], '--port is "true", expected a whole number from 0 to 65535.'],
    [['--lateness=true'], '--lateness is "true", expected a whole number from 0 to 86400.'],
    [['--check=false'], '--check is given as "false", expected no value.'],
    [['--raw-retention', '13'], '--raw-retention is "13", expected a whole number from 14 to 3650.'],
    [['--prot', '1'], 'There is no option --prot; --help lists those there are.'],
    [['now'], '"now" is given, expected only options; --help lists them.'],
    [['--counters', 'sum'], '--counters is "sum", expected one of session-mean, cumulative, interval.'],
    [['--slot-length', '700'], '--slot-length is "700", expected a divisor of 3600.'],
    [['--redis-url', 'http://x'], `--redis-url is "http://x", expected ${redisForms}.`],
    [
      ['--allow-origin', 'https://a.example/path'],
      '--allow-origin is "https://a.example/path", expected origins like https://noc.example.net, separated by commas.',
    ],
    [
      ['--trusted-proxies', '10.0.0.1,proxy'],
      '--trusted-proxies is "10.0.0.1,proxy", expected addresses or networks like 10.0.0.1 or 10.0.0.0/8, separated by commas.',
    ],
    [
      ['--snapshots', '/tmp'],
      '--snapshots is given without --devices, expected the device table (psxattrs.csv) beside it.',
    ],
    [
      ['--devices', 'psxattrs.csv'],
      '--devices is given without anything to read from, expected --snapshots or --push-keys or --radius or --redis-keys beside it.',
    ],
    [
      ['--radius', 'localhost:1813', '--radius-clients', 'clients', '--devices', 'psxattrs.csv'],
      '--radius is "localhost:1813", expected an address with a port from 1 to 65535, such as 0.0.0.0:1813 or [::]:1813.',
    ],
    [
      ['--radius', '0.0.0.0:1813', '--devices', 'psxattrs.csv'],
      '--radius is given without --radius-clients, expected both or neither.',
    ],
    [['--radius-clients', 'clients'], '--radius-clients is given without --radius, expected both or neither.'],
    [
      ['--radius-subscriber', 'User-Name,Class'],
      '--radius-subscriber is "User-Name,Class", expected one or more of User-Name, Chargeable-User-Identity, Calling-Station-Id, each once, separated by commas.',
    ],
    [
      ['--devices', 'psxattrs.csv', '--redis-keys', 'redis://a', '--redis-mirror', 'redis://a'],
      '--redis-keys and --redis-mirror are the same, expected two: what was written would be read again.',
    ],
    [
      ['--devices', 'psxattrs.csv', '--redis-keys', 'redis://a', '--slot-length', '900'],
      '--redis-keys is given with slots of 900 s, expected --slot-length 600.',
    ],
  ])('says what is wrong with %j', (args, sentence) => {
    expect(faultsOf(args)).toContain(sentence);
  });

  describe('one process of several', () => {
    const places = { REDIS_URL: 'redis://r', CLICKHOUSE_URL: 'http://c' };

    it.each(['collect', 'detect', 'serve'])('that is to %s needs the places where it meets the others', (role) => {
      const faults = faultsOf(['--role', role, ...(role === 'collect' ? ['--snapshots', 'x'] : [])]);
      expect(faults).toContain(
        `--role ${role} is one process of several, expected REDIS_URL, the Redis in which the processes meet.`,
      );
      expect(faults).toContain(
        `--role ${role} is one process of several, expected CLICKHOUSE_URL, the history that they share.`,
      );
      expect(faults).toContain(
        `--role ${role} is one process of several, expected --devices, the table (psxattrs.csv) that all of them know.`,
      );
    });

    it('reads sources if it collects, and else none', () => {
      const args = ['--devices', 'x', '--role'];
      expect(faultsOf([...args, 'collect'], places)).toEqual([
        '--devices is given without anything to read from, expected --snapshots or --push-keys or --radius or --redis-keys beside it.',
      ]);
      expect(faultsOf([...args, 'serve', '--snapshots', 'x'], places)).toEqual([
        '--snapshots is given with --role serve, expected it with --role collect, which reads the sources.',
      ]);
      for (const role of ['detect', 'serve'])
        expect(readConfig([...args, role], places)).toMatchObject({ help: false });
    });
  });

  it('does not take the word true for a missing value', () => {
    expect(faultsOf([], { TIDEWATCH_SLOT_LENGTH: 'true' })).toEqual([
      'TIDEWATCH_SLOT_LENGTH is "true", expected a whole number from 60 to 3600.',
    ]);
    expect(configOf(['--host', 'true'])).toMatchObject({ host: 'true' });
  });

  it.each([
    ['0.0.0.0:1813', { address: '0.0.0.0', port: 1813 }],
    ['[2001:db8::1]:65535', { address: '2001:db8::1', port: 65_535 }],
  ])('reads the address and port %s', (given, read) => {
    const devices = ['--devices', 'psxattrs.csv', '--radius-clients', 'clients'];
    expect(configOf(['--radius', given, ...devices])).toMatchObject({ radius: read });
  });

  it.each(['', ':1813', '0.0.0.0', '0.0.0.0:0', '0.0.0.0:65536', '::1:1813', '[0.0.0.0]:1813', '[::1]', '1.2.3:1'])(
    'refuses the address and port "%s"',
    (given) => {
      expect(faultsOf([], { TIDEWATCH_RADIUS: given })[0]).toMatch(/^TIDEWATCH_RADIUS is ".*expected an address/);
    },
  );

  it('tells of a missing value once', () => {
    expect(faultsOf(['--port'])).toHaveLength(1);
    expect(faultsOf(['--snapshots'])).toEqual(['--snapshots is given without a value, expected folder.']);
    expect(faultsOf(['--port', '--check'])).toEqual(['--port is given without a value, expected port.']);
  });

  it('takes what follows an unknown option for its value, not for another mistake', () => {
    expect(faultsOf(['--prot', '1'])).toEqual(['There is no option --prot; --help lists those there are.']);
    expect(faultsOf(['--prot', '1', 'now'])).toHaveLength(2);
  });

  it('tells all faults at once, of variables too', () => {
    expect(faultsOf(['--port', 'x', '--nonsense=1'], { TIDEWATCH_LATENESS: 'soon' })).toEqual([
      'There is no option --nonsense; --help lists those there are.',
      '--port is "x", expected a whole number from 0 to 65535.',
      'TIDEWATCH_LATENESS is "soon", expected a whole number from 0 to 86400.',
    ]);
  });

  it.each(Object.entries(options))('refuses nonsense for %s, or takes any text', (name, { variable }) => {
    const nonsense = '\u0000nonsense';
    const takesText = [
      'host',
      'data',
      'snapshots',
      'push-keys',
      'radius-clients',
      'devices',
      'subscribers',
      'rule',
      'access',
      'oidc-client',
      'oidc-secret',
      'oidc-claim',
      'pseudonym-keys',
    ].includes(name);
    expect(faultsOf([], { [variable]: nonsense }).some((fault) => fault.startsWith(`${variable} is`))).toBe(!takesText);
  });

  it('lists every option with variable and default in the help', () => {
    const help = helpText();
    for (const [name, { variable, default: value }] of Object.entries(options)) {
      expect(help).toMatch(new RegExp(`--${name} <.*${variable} .*${(value ?? 'off').replaceAll('.', '\\.')}`));
    }
  });
});
