import { afterEach, describe, expect, it } from 'vitest';
import { mostReceivedAtOnce, type ReceivedForm, type ReceivedRecord } from '../../history/received.ts';
import { MemoryReceived } from './memory-received.fixture.ts';
import { ReceivingDesk } from './receiving-desk.ts';
import { ReportPlan } from './report-plan.ts';

const slotSeconds = 600;
const firstSlot = 1_704_067_200;
const endOf = (slot: number): number => firstSlot + (slot + 1) * slotSeconds;

const recordOf = (form: ReceivedForm, slot: number, subscriber: string): ReceivedRecord => ({
  form,
  device: '62.0',
  snapshotAt: endOf(slot),
  subscriber,
  session: 7,
  // A session that goes on through all slots is the same record in each snapshot.
  startedAt: form === 'session' ? firstSlot : endOf(slot) - slotSeconds,
  endedAt: form === 'session' ? 0 : endOf(slot),
  ageSeconds: slotSeconds,
  up: 1,
  down: 2,
});

let desk: ReceivingDesk;
let plan: ReportPlan;

function open(history = new MemoryReceived()): MemoryReceived {
  plan = new ReportPlan({ slotSeconds, waitSeconds: { sample: 120, session: 0, accounting: 700 }, quietSeconds: 5 });
  desk = new ReceivingDesk({ history, plan, gatherMs: 0, mostWaiting: 200_000, now: () => firstSlot });
  desk.open();
  return history;
}

afterEach(() => desk.close());

describe('the desk that takes sessions', () => {
  it('keeps the same session with each snapshot that tells of it', async () => {
    const history = open();
    for (const slot of [0, 1, 2]) expect(await desk.take([recordOf('session', slot, 'a')])).toEqual(['kept']);
    const reports = await history.receivedReports();
    expect(reports.map(({ snapshotAt }) => snapshotAt)).toEqual([endOf(0), endOf(1), endOf(2)]);
  });

  it('takes a snapshot in parts until it is handed over, and refuses it from then on', async () => {
    open();
    expect(await desk.take([recordOf('session', 0, 'a')])).toEqual(['kept']);
    expect(await desk.take([recordOf('session', 0, 'b')])).toEqual(['kept']);
    plan.handedOver({ device: '62.0', snapshotAt: endOf(0), form: 'session' });
    const late = [recordOf('session', 0, 'b'), recordOf('session', 0, 'c')];
    expect(await desk.take(late)).toEqual(['refused', 'refused']);
  });

  it('takes an earlier snapshot that was not handed over after a later one that was', async () => {
    open();
    plan.handedOver({ device: '62.0', snapshotAt: endOf(1), form: 'session' });
    expect(await desk.take([recordOf('session', 0, 'a')])).toEqual(['kept']);
    expect(plan.due(firstSlot + 86_400)).toEqual([{ device: '62.0', snapshotAt: endOf(0), form: 'session' }]);
  });

  it('knows after a restart which snapshots history has, and which it was about to get', async () => {
    const history = open();
    await desk.take([recordOf('session', 0, 'a')]);
    await desk.take([recordOf('session', 1, 'a')]);
    await desk.close();
    open(history);
    plan.resume([{ device: '62.0', snapshotAt: endOf(0) }], (await history.receivedReports()).slice(1), firstSlot);
    expect(await desk.take([recordOf('session', 0, 'a')])).toEqual(['refused']);
    expect(await desk.take([recordOf('session', 1, 'a')])).toEqual(['kept']);
  });

  it('remembers what was handed over for longer than it may come again', async () => {
    open();
    for (let slot = 0; slot < 6 * 144; slot++)
      plan.handedOver({ device: '62.0', snapshotAt: endOf(slot), form: 'session' });
    for (const slot of [0, 6 * 144 - 3 * 144, 6 * 144 - 1])
      expect(await desk.take([recordOf('session', slot, 'a')])).toEqual(['refused']);
    expect(await desk.take([recordOf('session', 6 * 144, 'a')])).toEqual(['kept']);
  });
});

describe('a moment of which a device tells in two forms', () => {
  it('has one report: samples go with the next, and sessions are refused', async () => {
    const history = open();
    expect(await desk.take([recordOf('session', 0, 'a')])).toEqual(['kept']);
    expect(await desk.take([recordOf('sample', 0, 'a')])).toEqual(['kept']);
    expect(await desk.take([recordOf('session', 1, 'a')])).toEqual(['refused']);
    const reports = await history.receivedReports();
    expect(reports.map(({ form, snapshotAt }) => [form, snapshotAt])).toEqual([
      ['session', endOf(0)],
      ['sample', endOf(1)],
    ]);
  });
});

describe('more than fits into one insert', () => {
  it('is kept in several, what came together in one of them', async () => {
    const history = open();
    const inserts: number[] = [];
    const keep = history.keepReceived.bind(history);
    history.keepReceived = (records) => {
      inserts.push(records.length);
      return keep(records);
    };
    const bodies = [mostReceivedAtOnce, 30_000, 30_000].map((rows, body) =>
      Array.from({ length: rows }, (_, row) => recordOf('sample', body, `s${row}`)),
    );
    const receptions = await Promise.all(bodies.map((records) => desk.take(records)));
    expect(receptions.map((of) => of.filter((one) => one === 'kept').length)).toEqual([50_000, 30_000, 30_000]);
    expect(inserts).toEqual([50_000, 30_000, 30_000]);
    expect(desk.waiting).toBe(0);
  });
});
