import { expect, it } from 'vitest';
import { canBeUndone, takenBack } from './taken-back.ts';

it('lets an act be undone once, and an undo never', () => {
  const judged = { action: 'JUDGED', change: 'c1', undoes: null } as const;
  const undo = { action: 'UNDONE', change: 'c2', undoes: 'c1' } as const;
  const commented = { action: 'COMMENTED', change: 'c3', undoes: null } as const;
  const undone = takenBack([judged, undo, commented]);
  expect([judged, undo, commented].map((act) => canBeUndone(act, undone))).toEqual([false, false, true]);
});
