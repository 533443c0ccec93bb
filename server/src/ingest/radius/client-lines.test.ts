import { describe, expect, it } from 'vitest';
import { readClientLines } from './client-lines.ts';
import { ClientTable } from './client-table.ts';

const devices = new Set(['62.0', '69.0']);

function read(...lines: string[]) {
  const faults: string[] = [];
  return { ...readClientLines(lines.join('\n'), devices, faults), faults };
}

function tableOf(...lines: string[]): ClientTable {
  const { clients, devicesOfNas } = read(...lines);
  const withSecrets = clients.map((client) => ({ ...client, secret: Buffer.from(`of line ${client.line}`) }));
  return new ClientTable(withSecrets, devices, devicesOfNas);
}

describe('the lines of RADIUS clients', () => {
  it('are read past comments and blanks', () => {
    const text = [
      '# who may send',
      '',
      '192.0.2.1 62.0 #secret',
      '  2001:db8::/32\t*  file:secret.txt\r',
      'nas b1 69.0',
    ];
    expect(read(...text)).toEqual({
      clients: [
        { line: 3, address: '192.0.2.1', bits: 32, device: '62.0', secret: { text: '#secret' } },
        { line: 4, address: '2001:db8::', bits: 32, device: null, secret: { file: 'secret.txt' } },
      ],
      devicesOfNas: new Map([['b1', '69.0']]),
      faults: [],
    });
  });

  it('are told what is wrong with each, and no secret is repeated', () => {
    const { faults } = read(
      '192.0.2.1 62.0 hunter2 hunter2',
      'bras-1 62.0 hunter2',
      '192.0.2.0/33 62.0 hunter2',
      '192.0.2.1 63.0 hunter2',
      '192.0.2.1 62.0 hunter2',
      'nas b1 *',
      'nas b1 62.0',
    );
    expect(faults.map((fault) => fault.replace(/ of the RADIUS clients/, ''))).toEqual([
      'Line 1 has 4 words, expected ADDRESS DEVICE SECRET or nas NAME DEVICE.',
      'Line 2 begins with "bras-1", expected an address such as 192.0.2.1 or 2001:db8::1, or a network such as 192.0.2.0/24.',
      'Line 3 begins with "192.0.2.0/33", expected an address such as 192.0.2.1 or 2001:db8::1, or a network such as 192.0.2.0/24.',
      'Line 4 names the device "63.0", expected one of the device table, or * for any.',
      'Line 5 has 192.0.2.1 again, expected each address once.',
      'Line 6 names the device "*", expected one of the device table.',
      'Line 7 names the NAS "b1" again, expected each once.',
    ]);
    expect(faults.join()).not.toContain('hunter2');
    expect(read('# nobody').faults).toEqual([
      'The RADIUS clients name nobody who may send, expected a line with ADDRESS DEVICE SECRET.',
    ]);
  });
});

describe('a client', () => {
  const table = tableOf('192.0.2.0/24 62.0 a', '192.0.2.7 69.0 b', '2001:db8::/32 * c', 'nas bras-9 69.0');
  const secretAt = (address: string) => table.clientAt(address)?.secret.toString() ?? null;

  it('is found by the narrowest network that has its address', () => {
    expect(['192.0.2.8', '192.0.2.7', '::ffff:192.0.2.7', '2001:db8:1::2'].map(secretAt)).toEqual([
      'of line 1',
      'of line 2',
      'of line 2',
      'of line 3',
    ]);
    expect(['192.0.3.1', '2001:db9::1', '::1'].map(secretAt)).toEqual([null, null, null]);
    expect(secretAt('192.0.2.8')).toBe('of line 1');
  });

  it('tells of its own device, or of the one that its request names', () => {
    const [own, any] = [table.clientAt('192.0.2.8')!, table.clientAt('2001:db8::1')!];
    expect(table.deviceOf(own, ['69.0'])).toBe('62.0');
    expect(table.deviceOf(any, ['bras-9', '62.0'])).toBe('69.0');
    expect(table.deviceOf(any, ['192.0.2.1', '62.0'])).toBe('62.0');
    expect(table.deviceOf(any, ['bras-8'])).toBeNull();
    expect(table.deviceOf(any, [])).toBeNull();
  });
});
