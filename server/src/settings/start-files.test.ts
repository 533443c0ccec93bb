import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig, type Config } from '../config.ts';
import { defaultRuleSettings } from '../domain/rule-parameters.ts';
import { readStartFiles } from './start-files.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidewatch-start-files-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function configOf(...args: string[]): Config {
  const command = readConfig(args, {});
  if (command.help) throw new Error('help was asked for');
  return command.config;
}

async function ruleFile(text: string): Promise<string> {
  const path = join(folder, 'rule.json');
  await writeFile(path, text);
  return path;
}

describe('the files of the settings', () => {
  it('are none by default: a simulated ISP and the built-in rule', async () => {
    expect(await readStartFiles(configOf())).toEqual({
      devices: null,
      rule: defaultRuleSettings,
      subscriberTable: null,
      pseudonyms: null,
      pushKeys: null,
      radiusClients: null,
    });
  });

  it('hold a rule when one is named', async () => {
    const path = await ruleFile('{"networkLearningDays": 5}');
    expect((await readStartFiles(configOf('--rule', path))).rule).toEqual({
      ...defaultRuleSettings,
      networkLearningDays: 5,
    });
  });

  it('are refused with every fault of all of them, naming the file', async () => {
    const path = await ruleFile('{"networkLearningDays": 0, "rememberedDays": "x"}');
    const missing = ['--snapshots', join(folder, 'none'), '--devices', join(folder, 'none.csv')];
    await expect(readStartFiles(configOf('--rule', path, ...missing))).rejects.toMatchObject({
      exitCode: 78,
      faults: [
        expect.stringMatching(/^--devices ".*none.csv" can't be read: ENOENT/),
        expect.stringMatching(/^--snapshots is ".*none", which is not a folder/),
        `--rule "${path}": "networkLearningDays" is 0, expected a whole number from 1 to 60 (days).`,
        `--rule "${path}": "rememberedDays" is "x", expected a whole number from 2 to 60 (days).`,
      ],
    });
  });

  it('are refused when the rule can not be read', async () => {
    const path = join(folder, 'none.json');
    await expect(readStartFiles(configOf('--rule', path))).rejects.toMatchObject({
      faults: [expect.stringMatching(`^--rule "${path}" can't be read: ENOENT.*\\.$`)],
    });
  });

  it('hold keys when a file of them is named, and are refused with each line of it that is wrong', async () => {
    const devices = join(folder, 'psxattrs.csv');
    await writeFile(devices, 'Id,PSX,TransmitUnits,Delimiter,DateFormat\n3,62.0,bytes,|,%d/%m/%Y %H:%M:%S\n');
    const path = join(folder, 'push-keys');
    const config = configOf('--devices', devices, '--push-keys', path);
    await writeFile(path, `north samples ${'0f'.repeat(32)}\n`);
    expect((await readStartFiles(config)).pushKeys).toMatchObject([{ name: 'north' }]);
    await writeFile(path, `north samples key\nsouth all ${'0f'.repeat(32)}\n`);
    await expect(readStartFiles(config)).rejects.toMatchObject({
      exitCode: 78,
      faults: [
        `--push-keys "${path}" line 1: the third word is not the SHA-256 of a key, expected its 64 hexadecimal digits.`,
        `--push-keys "${path}" line 2: the scopes are "all", expected samples or sessions, or both with a comma between.`,
      ],
    });
    await rm(path);
    await expect(readStartFiles(config)).rejects.toMatchObject({
      faults: [expect.stringMatching(`^--push-keys "${path}" can't be read: ENOENT.*\\.$`)],
    });
  });

  it('hold the keys of pseudonyms, and are refused when one is too short to be one, without telling it', async () => {
    const path = join(folder, 'pseudonym-keys');
    const config = configOf('--pseudonym-keys', path);
    await writeFile(path, `# since May\n${'n'.repeat(44)}\n\n${'o'.repeat(32)}\n`);
    const { pseudonyms } = await readStartFiles(config);
    expect(pseudonyms!.allOf('7560')).toHaveLength(2);
    await writeFile(path, `${'n'.repeat(44)}\nhunter2\n`);
    await expect(readStartFiles(config)).rejects.toMatchObject({
      exitCode: 78,
      faults: [
        `--pseudonym-keys "${path}" line 2 is no key, expected 32 printable characters at least, without blanks.`,
      ],
    });
    await writeFile(path, '# none yet\n');
    await expect(readStartFiles(config)).rejects.toMatchObject({
      faults: [expect.stringContaining('has no key, expected one on a line')],
    });
  });

  it('hold the clients of RADIUS with their secrets, which lie beside them or where they are named', async () => {
    await writeFile(join(folder, 'nas-secret'), 'hunter two\n');
    const started = await readStartFiles(await radiusConfig('192.0.2.1 62.0 file:nas-secret\n192.0.2.2 62.0 hunter\n'));
    const secrets = ['192.0.2.1', '192.0.2.2'].map((address) => started.radiusClients!.clientAt(address)!.secret);
    expect(secrets.map(String)).toEqual(['hunter two', 'hunter']);
  });

  it('are refused with what is wrong with the clients of RADIUS', async () => {
    await writeFile(join(folder, 'empty'), '\n');
    const config = await radiusConfig('192.0.2.1 63.0 x\n192.0.2.2 62.0 file:none\n192.0.2.3 62.0 file:empty\n');
    const inFile = `--radius-clients "${config['radius-clients']}": Line`;
    await expect(readStartFiles(config)).rejects.toMatchObject({
      faults: [
        `${inFile} 1 of the RADIUS clients names the device "63.0", expected one of the device table, or * for any.`,
        expect.stringMatching(/: Line 2 of the RADIUS clients names a secret that can't be read: ENOENT/),
        `${inFile} 3 of the RADIUS clients names an empty secret, expected some text in empty.`,
      ],
    });
    const missing = configOf('--radius', '0.0.0.0:1813', '--radius-clients', join(folder, 'no'), ...table());
    await expect(readStartFiles(missing)).rejects.toMatchObject({
      faults: [expect.stringMatching(/^--radius-clients ".*no" can't be read: ENOENT/)],
    });
  });

  const table = (): string[] => ['--devices', join(folder, 'psxattrs.csv')];

  async function radiusConfig(clients: string): Promise<Config> {
    const path = join(folder, 'clients');
    await writeFile(path, clients);
    const header = 'Id,PSX,TransmitUnits,Delimiter,DateFormat,TZ';
    await writeFile(join(folder, 'psxattrs.csv'), `${header}\n3,62.0,bytes,",",%d-%m-%Y %H:%M:%S,GMT-6\n`);
    return configOf('--radius', '0.0.0.0:1813', '--radius-clients', path, ...table());
  }
});
