/** A checkpoint: the state of the detector at the border of a slot, and what it belongs to. */
import { StateMismatch, type SavedState } from '../domain/saved-state.ts';
import type { EpochSeconds } from '../domain/traffic.ts';

/** What must be the same for a state to be of use. */
export interface CheckpointIdentity {
  /** Of the detector's logic. */
  readonly stateVersion: number;
  readonly ruleVersion: string;
  /** Of the table that says whom subscribers are compared with. */
  readonly subscribersVersion: string;
  readonly slotSeconds: number;
  /** Of the history that has the slots. */
  readonly historyId: string;
  /** How many were erased before it was made: one from before an erasure has what was learned of somebody since erased. */
  readonly erasures: number;
}

export interface Checkpoint extends CheckpointIdentity {
  /** Start of the newest slot that the state has seen. */
  readonly closedThrough: EpochSeconds;
  readonly state: SavedState;
}

const refusals = [
  'damaged',
  'format',
  'state',
  'rule',
  'subscribers',
  'slot-length',
  'history',
  'erasure',
  'ahead',
  'mismatch',
] as const;
/** Why a checkpoint is not used, in one word. */
export type Refusal = (typeof refusals)[number];

/** Thrown where a checkpoint can't be used. The message goes on from "The checkpoint PATH ". */
export class CheckpointRefused extends Error {
  readonly reason: Refusal;

  constructor(reason: Refusal, message: string) {
    super(message);
    this.name = 'CheckpointRefused';
    this.reason = reason;
  }
}

/** Whatever was thrown while a checkpoint was read or restored, as a refusal. */
export function asRefusal(error: unknown): CheckpointRefused {
  if (error instanceof CheckpointRefused) return error;
  if (error instanceof StateMismatch) return new CheckpointRefused('mismatch', error.message);
  return new CheckpointRefused('damaged', `can't be read: ${(error as Error).message}`);
}

/** Throws `CheckpointRefused` unless the checkpoint is of what is running, and not ahead of its history. */
export function checkIdentity(
  found: Omit<Checkpoint, 'state'>,
  expected: CheckpointIdentity,
  historyClosedThrough: EpochSeconds | null,
): void {
  const differences = [
    ['history', 'history', found.historyId, expected.historyId],
    ['slot-length', 'slots of', `${found.slotSeconds} s`, `${expected.slotSeconds} s`],
    ['state', 'state version', found.stateVersion, expected.stateVersion],
    ['rule', 'rule', found.ruleVersion, expected.ruleVersion],
    ['subscribers', 'table of subscribers', found.subscribersVersion, expected.subscribersVersion],
    // One of an earlier version has no such number.
    ['erasure', 'erasures until', found.erasures ?? 0, expected.erasures],
  ] as const;
  for (const [reason, what, given, wanted] of differences) {
    if (given !== wanted) throw new CheckpointRefused(reason, `is of ${what} ${given}, expected ${wanted}`);
  }
  if (historyClosedThrough === null || found.closedThrough > historyClosedThrough) {
    const end = historyClosedThrough === null ? 'is empty' : `ends with slot ${timeOf(historyClosedThrough)}`;
    throw new CheckpointRefused('ahead', `has seen slot ${timeOf(found.closedThrough)}, but history ${end}`);
  }
}

function timeOf(slotStart: EpochSeconds): string {
  return new Date(slotStart * 1000).toISOString().replace('.000', '');
}
