import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestOf, sample, slotStart, startPushApi, type PushApi, type Sent } from '../push-fixture.ts';
import { restContract, type RestAnswer, type RestContract } from '../rest-contract.ts';

let api: PushApi;
let contract: RestContract;

beforeAll(async () => {
  api = await startPushApi();
  contract = await restContract(api.url);
});
afterAll(() => api.remove());

const push = (sent: Sent): Promise<RestAnswer> => contract.ask(...requestOf(sent, api.secrets));
const handedOver = (): string[] => api.snapshots.map(({ file }) => file);

describe('what was pushed', () => {
  const snapshot = JSON.stringify(
    ['7560', '4114'].map((subscriber, session) => {
      return { session, subscriber, startedAt: '2027-01-01T11:00:00Z', durationSeconds: 3000, up: 80, down: 90 };
    }),
  );
  const sessions = { path: '/ingest/sessions?device=62.0&snapshotAt=2027-01-01T11:50:00Z', body: snapshot };

  it('is handed over, a snapshot as one and at once, samples when their slot was waited for', async () => {
    expect((await push(sessions)).json).toMatchObject({ accepted: 2 });
    expect((await push({})).json).toMatchObject({ accepted: 1 });
    await api.pass(5);
    expect(handedOver()).toEqual(['received_session_62.0_2027-01-01 11:50:00']);
    await api.pass(119);
    expect(handedOver()).toHaveLength(1);
    await api.pass(120);
    expect(handedOver()[1]).toBe('received_sample_62.0_2027-01-01 12:00:00');
    expect(api.snapshots.map(({ device }) => device.counters)).toEqual(['session-mean', 'interval']);
  });

  it('is not taken a second time: samples are told apart, a snapshot is refused', async () => {
    const rows = [{ ...sample, device: 'x' }, sample, { ...sample, subscriber: 'new' }];
    const { status, json } = await push({
      body: JSON.stringify([...rows, { ...sample, slotStart: slotStart - 6000 }]),
    });
    expect(status).toBe(202);
    expect(json).toMatchObject({
      accepted: 1,
      repeated: 1,
      rejected: 2,
      verdicts: [
        { row: 1, reason: 'unknown-device' },
        { row: 4, reason: 'too-late', expected: 'a slot from 2027-01-01T11:30:00Z on' },
        { row: 2, reason: 'repeated' },
      ],
    });
    expect(await push(sessions)).toMatchObject({
      status: 409,
      json: {
        code: 'SNAPSHOT_TAKEN',
        detail: expect.stringContaining('The report of 62.0 at 2027-01-01T11:50:00Z was handed over') as unknown,
      },
    });
  });

  it('is counted, and what was not taken by its reason', async () => {
    const text = await (await fetch(`${api.url}/metrics`)).text();
    for (const line of [
      'requests_total{route="samples",status="202"} 2',
      'requests_total{route="sessions",status="202"} 1',
      'requests_total{route="sessions",status="409"} 1',
      'rows_kept_total{route="samples"} 2',
      'rows_kept_total{route="sessions"} 2',
      'rows_refused_total{route="samples",reason="unknown-device"} 1',
      'rows_refused_total{route="samples",reason="too-late"} 1',
      'rows_refused_total{route="samples",reason="repeated"} 1',
    ])
      expect(text).toContain(`tidewatch_push_${line}\n`);
  });

  it('is taken no more once ingest has stopped', async () => {
    await api.stopTaking();
    const { status, json, headers } = await push({});
    expect([status, headers.get('retry-after'), json]).toMatchObject([503, '5', { code: 'TOO_BUSY' }]);
  });
});
