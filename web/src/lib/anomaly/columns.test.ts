import { describe, expect, it } from 'vitest';
import { columnLabel, columnNames, shownColumns, withColumn } from './columns.ts';

describe('the columns that are shown', () => {
  it('are the usual ones until others are chosen', () => {
    expect(shownColumns('')).toEqual(columnNames.filter((name) => name !== 'detected' && name !== 'excess'));
  });

  it('are remembered by name, keep their order, and always lead to the anomaly', () => {
    expect(shownColumns('reason,severity')).toEqual(['severity', 'kind', 'reason']);
    expect(shownColumns('colour')).toEqual(['kind']);
  });

  it('come and go one by one', () => {
    const without = withColumn('', 'device', false);
    expect(shownColumns(without)).toEqual(shownColumns('').filter((name) => name !== 'device'));
    expect(shownColumns(withColumn(without, 'excess', true))).toContain('excess');
  });

  it('need no remembering when they are the usual ones again', () => {
    expect(withColumn(withColumn('', 'device', false), 'device', true)).toBe('');
  });

  it('say whose clock their times are on', () => {
    expect([columnLabel('detected'), columnLabel('kind')]).toEqual(['Detected (UTC)', 'Kind']);
  });
});
