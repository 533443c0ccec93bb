import { expect, it } from 'vitest';
import { notReported, type Suppression } from './not-reported.ts';

const muted: Suppression = { cause: 'MUTE', actor: 'alice', reason: 'a backup', until: '2024-01-08T14:20:00Z' };

it('says who keeps an anomaly from being reported, until when and why', () => {
  expect(notReported(muted)).toBe('Not reported: muted by alice until 08 Jan 2024 14:20 UTC: a backup.');
  expect(notReported({ ...muted, cause: 'VERDICT', until: null, reason: '' })).toBe(
    'Not reported: alice found it, or one like it, benign.',
  );
});
