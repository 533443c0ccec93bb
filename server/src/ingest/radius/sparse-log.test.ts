import { expect, it } from 'vitest';
import { SparseLog } from './sparse-log.ts';

it('tells each kind of line at most once a minute, with how often it came', () => {
  const lines: [object, string][] = [];
  let now = 1000;
  const sparse = new SparseLog({ warn: (...line: [object, string]) => void lines.push(line) }, () => now);
  sparse.warn({ address: '192.0.2.1' }, 'unknown');
  sparse.warn({ address: '192.0.2.2' }, 'unknown', 5);
  sparse.warn({}, 'unsigned');
  now += 59_999;
  sparse.warn({ address: '192.0.2.3' }, 'unknown');
  now += 1;
  sparse.warn({ address: '192.0.2.4' }, 'unknown');
  expect(lines).toEqual([
    [{ address: '192.0.2.1', times: 1 }, 'unknown'],
    [{ times: 1 }, 'unsigned'],
    [{ address: '192.0.2.4', times: 7 }, 'unknown'],
  ]);
});
