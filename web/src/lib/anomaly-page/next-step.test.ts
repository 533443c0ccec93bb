import { expect, it } from 'vitest';
import { rowOf } from '../anomaly/row-fixture.ts';
import { nextStep } from './next-step.ts';

const judged = (verdict: 'INFECTED' | 'BACKUP' | 'DATA_FAULT' | null, acknowledgedBy: string | null = null) =>
  nextStep(rowOf({ triage: { version: 1, acknowledgedBy, assignee: null, verdict } }));

it('asks to acknowledge first, then to look and to judge', () => {
  expect(judged(null)).toMatch(/^Acknowledge it.*backup.*Then say what it is\.$/);
  expect(judged(null, 'bob')).toMatch(/^Look whether/);
});

it('follows the verdict once there is one', () => {
  expect(judged('INFECTED')).toContain('Tell the subscriber');
  expect(judged('DATA_FAULT')).toContain('what was read');
  expect(judged('BACKUP')).toContain('no longer reported');
});
