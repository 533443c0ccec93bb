/** What ingest asks of history to go on after a restart. */
import type { Engine } from './engine.ts';
import { fileKey } from './history.ts';
import type { CounterReading } from '../domain/session-ledger.ts';

export class ResumeReader {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async ingestedFileKeys(): Promise<Set<string>> {
    const rows = await this.#engine.select<{ device: string; snapshotAt: number; revision: number }>(
      'SELECT DISTINCT device, toUnixTimestamp(snapshot_at) AS snapshotAt, revision FROM ingested_files',
    );
    return new Set(rows.map(({ device, snapshotAt, revision }) => fileKey(device, snapshotAt, revision)));
  }

  async identity(): Promise<string> {
    const [row] = await this.#engine.select<{ id: string }>('SELECT id FROM identity ORDER BY made, id LIMIT 1');
    return row!.id;
  }

  /** The newest of each session of a device. */
  async lastSessionCounters(): Promise<CounterReading[]> {
    return this.#engine.select<CounterReading>(`SELECT device, session, toUnixTimestamp(started_at) AS startedAt,
  toUnixTimestamp(at) AS at, up, down
FROM session_counters ORDER BY device, session, started_at, at DESC LIMIT 1 BY device, session, started_at`);
  }
}
