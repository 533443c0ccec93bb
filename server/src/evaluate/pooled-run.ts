/** Runs of several seeds of one world, as if they were one larger network: subscribers of each follow those before it. */
import type { WorldRun } from './world-run.ts';

/** All runs have the same measured time and the same rules. */
export function pooledRun(runs: readonly WorldRun[]): WorldRun {
  const [first] = runs;
  if (first === undefined) throw new Error('there must be a run to pool');
  let subscribers = 0;
  const offsets = runs.map((run) => (subscribers += run.subscribers) - run.subscribers);
  const moved = <One extends { readonly subscriber: number }>(ones: readonly One[], run: number): One[] =>
    ones.map((one) => ({ ...one, subscriber: one.subscriber + offsets[run]! }));
  return {
    subscribers,
    time: first.time,
    incidents: runs.flatMap(({ incidents }, run) => moved(incidents, run)),
    rules: first.rules.map(({ name }, rule) => ({
      name,
      episodes: runs.flatMap(({ rules }, run) => moved(rules[rule]!.episodes, run)),
      dayScores: joined(runs.map(({ rules }) => rules[rule]!.dayScores)),
    })),
    rows: runs.reduce((sum, { rows }) => sum + rows, 0),
  };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
