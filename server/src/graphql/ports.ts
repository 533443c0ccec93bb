/** The parts of the process that the API reads from. */
import type { Backtests } from '../backtest/backtest.ts';
import type { BaselineReader } from '../backtest/detection.ts';
import type { SuppressionIndex } from '../domain/suppression-index.ts';
import type { HistoryReader } from '../history/history.ts';
import type { Feed } from '../live/feed.ts';
import type { Follow } from '../live/follow.ts';
import type { NumberDesk } from '../privacy/number-desk.ts';
import type { StatusReader } from '../telemetry/status.ts';
import type { TriageDesk } from '../triage/triage-desk.ts';
import type { Sealer } from './sealed-text.ts';

export interface ApiPorts {
  readonly history: HistoryReader;
  readonly feed: Feed;
  readonly follow: Follow;
  readonly status: StatusReader;
  readonly baseline: BaselineReader;
  readonly backtests: Backtests;
  readonly triage: TriageDesk;
  readonly suppressions: Pick<SuppressionIndex, 'suppressionOf' | 'isSuppressed'>;
  /** Null where subscribers stand under their numbers. */
  readonly numbers: NumberDesk | null;
  /** Names of the device table; a device without traffic yet is known by it. */
  readonly deviceNames: readonly string[];
  readonly sealer: Sealer;
}
