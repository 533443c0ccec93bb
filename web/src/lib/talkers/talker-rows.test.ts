import { describe, expect, it } from 'vitest';
import { talkerRows, talkersCsv } from './talker-rows.ts';

const answer = {
  talkers: [
    {
      rank: 1,
      subscriber: { id: '4114', number: '4114' },
      upBytes: '600',
      downBytes: '200',
      upBitsPerSecond: 48,
      downBitsPerSecond: 16,
      peakUpBitsPerSecond: 90,
      peakDownBitsPerSecond: 40,
      lastUpBitsPerSecond: 0,
      lastDownBitsPerSecond: null,
      trafficShare: 0.8,
      value: 600,
    },
  ],
  others: { subscriberCount: 2, upBytes: '150', downBytes: '50' },
  total: { subscriberCount: 3, upBytes: '750', downBytes: '250' },
};

describe('the table of top talkers', () => {
  const rows = talkerRows(answer, 100, (number) => `<${number}>`);

  it('ends with all others and with the sum, to the byte', () => {
    expect(rows.map(({ name }) => name)).toEqual(['<4114>', '2 others', 'All 3 together']);
    const [talker, others, total] = rows;
    expect(talker!.up.bytes + others!.up.bytes).toBe(total!.up.bytes);
    expect(talker!.share + others!.share).toBeCloseTo(1);
    expect(total).toMatchObject({
      share: 1,
      up: { mean: 60, peak: null },
      down: { mean: 20, last: null },
      value: null,
    });
  });

  it('is saved with the names that are shown', () => {
    const lines = talkersCsv(rows, 'UPLOAD').split('\r\n');
    expect(lines[0]).toContain('Upload (bytes)');
    expect(lines[1]).toBe('1,<4114>,600,48,90,0,200,16,40,,0.8,600');
    expect(lines[2]).toBe(',2 others,150,12,,,50,4,,,0.2,');
  });

  it('has no shares of nothing', () => {
    const nothing = { subscriberCount: 0, upBytes: '0', downBytes: '0' };
    expect(talkerRows({ talkers: [], others: nothing, total: nothing }, 0, String)[1]!.share).toBeNaN();
  });
});
