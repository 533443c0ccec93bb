/** What `replay` writes and says of the anomalies that one rule found, or two. */
import { anomalyLine, clockTime } from './anomaly-line.ts';
import type { Anomaly } from '../domain/anomaly.ts';
import { compareAnomalies } from '../domain/rule-comparison.ts';

export interface ReplayReport {
  /** For the output, by time of detection, then id. */
  readonly lines: readonly string[];
  /** For the person, a sentence each. */
  readonly sentences: readonly string[];
}

/** What one rule of the replay found. */
export interface FoundByRule {
  readonly rule: string;
  readonly anomalies: readonly Anomaly[];
}

/** What the replay itself was like. */
export interface ReplayRun {
  readonly subscribers: number;
  readonly seconds: number;
}

/** More of them than a terminal is read for; the output has them all. */
const mostListed = 50;

export function reportOfOne({ anomalies }: FoundByRule, { subscribers, seconds }: ReplayRun): ReplayReport {
  const lines = anomalies.map((anomaly) => anomalyLine(anomaly));
  return { lines, sentences: [`Anomalies: ${counted(anomalies, subscribers)}; ${seconds.toFixed(1)} s.`] };
}

export function reportOfTwo(first: FoundByRule, second: FoundByRule, run: ReplayRun): ReplayReport {
  const { both, newlyFiring, vanished } = compareAnomalies(first.anomalies, second.anomalies);
  const lines = [
    ...both.map((anomaly) => ({ anomaly, rule: 'both' })),
    ...newlyFiring.map((anomaly) => ({ anomaly, rule: second.rule })),
    ...vanished.map((anomaly) => ({ anomaly, rule: first.rule })),
  ]
    .sort((a, b) => a.anomaly.detectedAt - b.anomaly.detectedAt || (a.anomaly.id < b.anomaly.id ? -1 : 1))
    .map(({ anomaly, rule }) => anomalyLine(anomaly, rule));
  const sentences = [
    ...[first, second].map(({ rule, anomalies }) => `Anomalies by ${rule}: ${counted(anomalies, run.subscribers)}.`),
    `From ${first.rule} to ${second.rule}: ${both.length} stay, ${newlyFiring.length} newly fire, ${vanished.length} vanish; ${run.seconds.toFixed(1)} s.`,
    ...listed('Newly fires', newlyFiring),
    ...listed('Vanishes', vanished),
  ];
  return { lines, sentences };
}

function counted(anomalies: readonly Anomaly[], subscribers: number): string {
  const ofDevices = anomalies.filter(({ subscriber }) => subscriber === null).length;
  const flagged = new Set(anomalies.flatMap(({ subscriber }) => subscriber ?? [])).size;
  const heldBack = anomalies.filter(({ alerted }) => !alerted).length;
  return [
    `${anomalies.length}, of ${flagged} of the ${subscribers} subscribers`,
    ...(ofDevices > 0 ? [`${ofDevices} of devices`] : []),
    ...(heldBack > 0 ? [`${heldBack} held back by the budget of alerts`] : []),
  ].join(', ');
}

function listed(change: string, anomalies: readonly Anomaly[]): string[] {
  const sentences = anomalies.slice(0, mostListed).map((anomaly) => `${change}: ${described(anomaly)}`);
  const more = anomalies.length - mostListed;
  return more > 0 ? [...sentences, `${change}: ${more} more, which the output has.`] : sentences;
}

function described({ subscriber, device, kind, openedAt, closedAt, reason }: Anomaly): string {
  const end = closedAt === null ? 'still open' : `to ${clockTime(closedAt)}`;
  return `${subscriber ?? `device ${device}`}, ${kind}, ${clockTime(openedAt)} ${end}. ${reason}`;
}
