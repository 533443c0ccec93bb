import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBenign, triageAfter, untouched, verdicts, type TriageAction, type TriageStep } from './triage.ts';

const anyAction: fc.Arbitrary<TriageAction> = fc.oneof(
  fc.constant({ type: 'acknowledged' } as const),
  fc.record({ type: fc.constant('assigned' as const), assignee: fc.constantFrom(null, 'alice', 'bob') }),
  fc.constant({ type: 'commented' } as const),
  fc.record({ type: fc.constant('judged' as const), verdict: fc.constantFrom(...verdicts) }),
);
const anySteps = fc
  .array(fc.record({ action: anyAction, actor: fc.constantFrom('alice', 'bob') }), { maxLength: 10 })
  .map((steps) => steps.map((step, n): TriageStep => ({ ...step, change: `${n}` })));

describe('triage', () => {
  it('starts untouched', () => {
    expect(triageAfter([])).toEqual(untouched);
  });

  it('is who acknowledged first, whose it is, and the last verdict', () => {
    const steps: TriageStep[] = [
      { change: '1', actor: 'alice', action: { type: 'acknowledged' } },
      { change: '2', actor: 'bob', action: { type: 'acknowledged' } },
      { change: '3', actor: 'bob', action: { type: 'assigned', assignee: 'alice' } },
      { change: '4', actor: 'bob', action: { type: 'judged', verdict: 'backup' } },
      { change: '5', actor: 'bob', action: { type: 'judged', verdict: 'infected' } },
      { change: '6', actor: 'bob', action: { type: 'commented' } },
    ];
    expect(triageAfter(steps)).toEqual({
      version: 6,
      acknowledgedBy: 'alice',
      assignee: 'alice',
      verdict: 'infected',
    });
  });

  it('after an undo is as if what was undone had not been done, but for the version', () => {
    fc.assert(
      fc.property(anySteps, fc.nat(9), (steps, n) => {
        const undone = steps[n]?.change ?? 'none';
        const acts = [
          ...steps,
          { change: 'undo', actor: 'carol', action: { type: 'undone', change: undone } } as const,
        ];
        const rest = steps.filter(({ change }) => change !== undone);
        expect(triageAfter(acts)).toEqual({ ...triageAfter(rest), version: steps.length + 1 });
      }),
    );
  });

  it('knows which verdicts are benign', () => {
    expect(verdicts.filter(isBenign)).toEqual(['backup', 'server', 'speed-test', 'other-benign']);
    expect(isBenign(null)).toBe(false);
  });
});
