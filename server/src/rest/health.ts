/** Health for whoever supervises the process: alive, ready, and the metrics. */
import { may } from '../access/policy.ts';
import { answerJson, answerText } from '../http/answer.ts';
import { reading, type Answer, type Routes } from '../http/router.ts';
import type { HistoryReader } from '../history/history.ts';
import type { Feed } from '../live/feed.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { StatusReader } from '../telemetry/status.ts';

export interface HealthPorts {
  readonly history: Pick<HistoryReader, 'ping'>;
  readonly feed: Pick<Feed, 'fault'>;
  readonly status: StatusReader;
  /** What is missing that this process can't work without; nothing when not given. */
  readonly missing?: () => readonly string[];
}

export interface Readiness {
  readonly ready: boolean;
  /** Why it is not ready. */
  readonly reasons: readonly string[];
  /** What is wrong but does not keep it from serving. */
  readonly warnings: readonly string[];
}

/** Ready when history answers and ingest has not failed; a fault of the feed is a warning, because all else still works. */
export async function readinessOf({ history, feed, status, missing = () => [] }: HealthPorts): Promise<Readiness> {
  const { phase, fault } = status.current();
  const feedFault = feed.fault();
  const reasons: string[] = [...missing()];
  const warnings = feedFault === null ? [] : [`feed: ${feedFault}`];
  if (phase === 'opening') reasons.push('history is being opened');
  else if (phase === 'failed') reasons.push(`ingest failed: ${fault ?? 'no reason was given'}`);
  else if (fault !== null) warnings.push(`ingest: ${fault}`);
  if (phase !== 'opening') {
    try {
      await history.ping();
    } catch (error) {
      reasons.push(`history does not answer: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { ready: reasons.length === 0, reasons, warnings };
}

export function createHealthRoutes(ports: HealthPorts, metrics: Metrics): Routes {
  const uncached = { 'Cache-Control': 'no-store' };
  const answers: Readonly<Record<string, Answer>> = {
    '/health/live': ({ request, response }) => answerJson(request, response, 200, { alive: true }, uncached),
    '/health/ready': async ({ request, response, visitor: { principal } }) => {
      const readiness = await readinessOf(ports);
      // Why is told to who may know: addresses and names of files are in it.
      const shown = principal !== null && may(principal, 'monitor') ? readiness : { ready: readiness.ready };
      answerJson(request, response, readiness.ready ? 200 : 503, shown, uncached);
    },
    '/metrics': async ({ request, response }) => {
      const { contentType, text } = await metrics.exposition();
      answerText(request, response, 200, contentType, text, uncached);
    },
  };
  return new Map(Object.entries(answers).map(([path, answer]) => [path, reading(answer)]));
}
