import { describe, expect, it } from 'vitest';
import { anomalyOf, commitOf, eventOf } from '../../test/history-commits.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { ProgressReport } from './progress-report.ts';
import { StatusTracker } from './status-tracker.ts';

function track() {
  const shown: string[] = [];
  const logged: Record<string, unknown>[] = [];
  const metrics = createMetrics();
  const log = createLog({
    level: 'info',
    destination: { write: (line) => void logged.push(JSON.parse(line) as Record<string, unknown>) },
  });
  const report = new ProgressReport({ write: (text: string) => shown.push(text) });
  const tracker = new StatusTracker(600, metrics, log, report);
  const valuesOf = async (name: keyof Omit<typeof metrics, 'exposition'>) =>
    (await metrics[name].get()).values.map(({ labels, value }) => ({ ...labels, value }));
  return { tracker, shown, logged, valuesOf };
}

describe('StatusTracker', () => {
  it('goes from opening over rebuilding and catching up to live', () => {
    const { tracker } = track();
    tracker.reportsOn({ description: 'simulated ISP', simulated: true });
    expect(tracker.current()).toEqual({
      phase: 'opening',
      source: 'simulated ISP',
      simulated: true,
      dataAsOf: null,
      slotSeconds: 600,
      done: 0,
      total: 0,
      unreadableFiles: 0,
      unlistedDevices: [],
      fault: null,
    });
    tracker.rebuilding(3, 10);
    expect(tracker.current()).toMatchObject({ phase: 'rebuilding', done: 3, total: 10 });
    tracker.rebuilt(6000);
    expect(tracker.current()).toMatchObject({ dataAsOf: 6000 });
    tracker.progress(0, 500);
    expect(tracker.current()).toMatchObject({ phase: 'catching-up', done: 0, total: 500 });
    tracker.caughtUp();
    expect(tracker.current()).toMatchObject({ phase: 'live', dataAsOf: 6000 });
  });

  it('stays live for a few snapshots that wait, and is catching up again when it is a hundred', () => {
    const { tracker, shown } = track();
    tracker.caughtUp();
    tracker.progress(0, 99);
    expect(tracker.current()).toMatchObject({ phase: 'live', done: 0, total: 99 });
    expect(shown).toEqual([]);
    tracker.progress(0, 300);
    expect(tracker.current().phase).toBe('catching-up');
    expect(shown).toEqual(['0 %  0 of 300 snapshots read\n']);
  });

  it('says once that it has caught up, and again only after it had fallen behind', () => {
    const { tracker, logged } = track();
    tracker.caughtUp();
    tracker.caughtUp();
    expect(logged).toHaveLength(1);
    tracker.progress(0, 300);
    tracker.caughtUp();
    expect(logged).toHaveLength(2);
  });

  it('shows a fault of history until a commit gets through', () => {
    const { tracker, logged } = track();
    tracker.caughtUp();
    tracker.commitFailed(new Error('no room left'));
    expect(tracker.current()).toMatchObject({ phase: 'live', fault: 'History does not take new data: no room left' });
    expect(logged.at(-1)).toMatchObject({ level: 'error', component: 'ingest', err: { message: 'no room left' } });
    tracker.committed(commitOf({ closedThrough: 1200 }), 1, 0.1);
    expect(tracker.current()).toMatchObject({ fault: null, dataAsOf: 1200 });
  });

  it('counts the files that can not be used and shows the newest fault', () => {
    const { tracker, logged } = track();
    tracker.fileUnusable('a.csv', new Error('a.csv is not a regular file'));
    tracker.fileUnusable('b.csv', new Error('b.csv is too large'));
    expect(tracker.current()).toMatchObject({ unreadableFiles: 2, fault: 'b.csv is too large' });
    expect(logged.map((line) => line['file'])).toEqual(['a.csv', 'b.csv']);
  });

  it('shows that what was received can not be handed over, and counts no file for it', () => {
    const { tracker, logged } = track();
    tracker.receivedNotHandedOver(new Error('history does not answer'));
    expect(tracker.current()).toMatchObject({
      unreadableFiles: 0,
      fault: 'What was received waits: history does not answer',
    });
    expect(logged.at(-1)).toMatchObject({ level: 'warn', reason: 'history does not answer' });
  });

  it('fails with the reason when ingest ends', () => {
    const { tracker, logged } = track();
    tracker.failed(new Error('history is closed'));
    expect(tracker.current()).toMatchObject({ phase: 'failed', fault: 'history is closed' });
    expect(logged.at(-1)).toMatchObject({ level: 'fatal' });
  });

  it('tells how far the data reaches, whether it is live, and the newest snapshot of each device', async () => {
    const { tracker, valuesOf } = track();
    const file = {
      file: 'a.csv',
      device: '62.0',
      revision: 0,
      sizeBytes: 10,
      rows: 0,
      accepted: 0,
      late: 0,
      estimated: 0,
      dropped: {},
    };
    tracker.snapshotTaken({ ...file, snapshotAt: 1800 });
    tracker.snapshotTaken({ ...file, snapshotAt: 1200 });
    expect(await valuesOf('deviceNewest')).toEqual([{ device: '62.0', value: 1800 }]);
    expect(await valuesOf('isLive')).toEqual([{ value: 0 }]);
    tracker.caughtUp();
    tracker.committed(commitOf({ closedThrough: 1200 }), 1, 0.1);
    expect(await valuesOf('isLive')).toEqual([{ value: 1 }]);
    expect(await valuesOf('dataAsOf')).toEqual([{ value: 1800 }]);
    tracker.failed(new Error('history is closed'));
    expect(await valuesOf('isLive')).toEqual([{ value: 0 }]);
  });

  it('counts rows, slots and the anomalies that open', async () => {
    const { tracker, valuesOf } = track();
    const file = {
      file: 'a.csv',
      device: '62.0',
      snapshotAt: 600,
      revision: 0,
      sizeBytes: 10,
      rows: 9,
      late: 0,
      estimated: 0,
    };
    const taken = { ...file, accepted: 5, dropped: { 'bad-date': 3, 'bad-number': 1 } };
    tracker.snapshotTaken(taken);
    tracker.snapshotTaken(taken);
    const anomaly = anomalyOf({ kind: 'upload-surge', severity: 'critical' });
    const events = (['opened', 'updated', 'closed'] as const).map((type, i) => eventOf(type, 1800, i, anomaly));
    tracker.committed(commitOf({ closedThrough: 1200, events }), 2, 0.25);
    expect(await valuesOf('rowsAccepted')).toEqual([{ value: 10 }]);
    expect(await valuesOf('rowsDropped')).toEqual([
      { reason: 'bad-date', value: 6 },
      { reason: 'bad-number', value: 2 },
    ]);
    expect(await valuesOf('slotsClosed')).toEqual([{ value: 2 }]);
    expect(await valuesOf('anomaliesOpened')).toEqual([{ kind: 'upload-surge', severity: 'critical', value: 1 }]);
  });
});
