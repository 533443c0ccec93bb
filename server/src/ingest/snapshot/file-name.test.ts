import { describe, expect, it } from 'vitest';
import { parseSnapshotFileName } from './file-name.ts';

describe('parseSnapshotFileName', () => {
  it.each([
    ['psx_62.0_2024-01-01 00:10:00.csv', '62.0', 1704067800, 0, false],
    ['psx_66.1_2024-01-08 00_00_00.txt', '66.1', 1704672000, 0, false],
    ['psx_62.0_2024-01-01 00_10_00.csv.gz', '62.0', 1704067800, 0, true],
    ['psx_north_east_2024-01-01 00:10:00.txt', 'north_east', 1704067800, 0, false],
    ['psx_62.0_2024-01-01 00:10:00.r2.csv', '62.0', 1704067800, 2, false],
    ['psx_62.0_2024-01-01 00_10_00.r10.csv.gz', '62.0', 1704067800, 10, true],
  ])('reads %s', (name, device, snapshotAt, revision, gzip) => {
    expect(parseSnapshotFileName(name)).toEqual({ device, snapshotAt, revision, gzip });
  });

  it.each([
    'psxattrs.csv',
    'truth.json',
    'psx_62.0_2024-02-30 00:10:00.csv',
    'psx_62.0_2024-01-01 00:10:00.csv.part',
    '.psx_62.0_2024-01-01 00:10:00.csv',
    'psx_62.0_2024-01-01 00:10:00.bak',
    'psx_62.0_2024-01-01 00:10:00.r.csv',
    'psx_62.0_2024-01-01 00:10:00.r12345.csv',
  ])('leaves %s alone', (name) => {
    expect(parseSnapshotFileName(name)).toBeNull();
  });
});
