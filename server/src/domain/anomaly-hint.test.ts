import { expect, it } from 'vitest';
import { hintOf } from './anomaly-hint.ts';
import { anomalyKinds } from './anomaly.ts';

it('has a hint of its own for every kind', () => {
  expect(new Set(anomalyKinds.map(hintOf)).size).toBe(anomalyKinds.length);
  expect(hintOf('upload-surge')).toBe('spam bot or exfiltration');
});
