import { describe, expect, it } from 'vitest';
import { previousOf } from './previous-period.ts';
import { bandInWords, bandPointInWords, trafficInWords, trafficPointInWords } from './in-words.ts';

const start = Date.parse('2024-01-08T14:00:00Z');
const step = 600_000;
const span = { from: start, to: start + 3 * step };
const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const none = Number.NaN;

describe('a traffic chart in words', () => {
  it('gives mean and peak of each direction over what was seen', () => {
    const rows = [
      { at: start, up: 1e6, down: 2e6 },
      { at: start + step, up: none, down: none },
      { at: start + 2 * step, up: 3e6, down: 6e6 },
    ];
    expect(plain(trafficInWords('Network', rows, span))).toBe(
      'Network traffic, 08 Jan 2024 14:00 to 08 Jan 2024 14:30 UTC. Upload: mean 2.00 Mbit/s, peak 3.00 Mbit/s. Download: mean 4.00 Mbit/s, peak 6.00 Mbit/s.',
    );
    expect(plain(trafficPointInWords(rows[1]!, step))).toBe('08 Jan 14:10–14:20 UTC: nothing was seen');
  });

  it('says what the period before was, and the change', () => {
    const previous = previousOf([{ at: start, up: 2e6, down: 4e6 }], '1 d before');
    expect(plain(trafficPointInWords({ at: start, up: 3e6, down: 2e6 }, step, previous))).toBe(
      '08 Jan 14:00–14:10 UTC: upload 3.00 Mbit/s, download 2.00 Mbit/s; 1 d before upload 2.00 Mbit/s, download 4.00 Mbit/s, so +50% and −50%',
    );
  });

  it('says so when nothing was seen at all', () => {
    expect(trafficInWords('Device 62.0', [], span)).toContain('nothing was seen');
  });
});

describe('a chart beside the usual, in words', () => {
  const rows = [
    { at: start, value: 9e6, low: 1e6, usual: 2e6, high: 4e6, z: 8 },
    { at: start + step, value: 2e6, low: 1e6, usual: 2e6, high: 4e6, z: 0 },
    { at: start + 2 * step, value: 5e6, low: none, usual: none, high: none, z: none },
  ];

  it('counts only what has a band, as slots or as hours', () => {
    expect(plain(bandInWords('Upload', rows, span, 3_600_000))).toContain('band in 1 of 2 hours that have one.');
    expect(plain(bandInWords('Upload', rows, span, step))).toContain(
      'Outside the usual band in 1 of 2 slots that have one.',
    );
  });

  it('names the place of a point', () => {
    expect(plain(bandPointInWords('upload', rows[0]!, step))).toBe(
      '08 Jan 14:00–14:10 UTC: upload 9.00 Mbit/s, usual 1.00 to 4.00 Mbit/s, place in the band 8.0; upload 4.5 times its usual at this time, above the usual band',
    );
    expect(plain(bandPointInWords('upload', rows[2]!, step))).toBe(
      '08 Jan 14:20–14:30 UTC: upload 5.00 Mbit/s; still learning which upload is usual',
    );
  });

  it('says that it is learning while nothing was judged', () => {
    expect(bandInWords('Upload', rows.slice(2), span, step)).toContain('still learning');
  });
});
