import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { SubscriberIndex } from '../../src/domain/subscriber-index.ts';
import { createHistory } from '../../src/history/clickhouse-history.ts';
import type { History } from '../../src/history/history.ts';
import { drawKey } from '../push-fixture.ts';
import { describeWithRedis } from '../requires.ts';
import { createInstallation, type Installation, type RoleProcess } from './installation.ts';

const slotSeconds = 600;
const slots = 6;
const subscribers = ['1000', '1001', '1002'];
/** The last of the slots has ended by the clock of this machine. */
const firstSlot = (Math.floor(Date.now() / 1000 / slotSeconds) - slots) * slotSeconds;
const rows = Array.from({ length: slots }, (_, slot) =>
  subscribers.map((subscriber, n) => {
    const slotStart = firstSlot + slot * slotSeconds;
    return { device: '62.0', subscriber, slotStart, upBytes: 1000 * slot + n, downBytes: 7 };
  }),
);

describeWithRedis('rows that are pushed to several collectors', (redisPath) => {
  let installation: Installation;
  let history: History;
  let collectors: RoleProcess[];
  let secret: string;

  beforeAll(async () => {
    installation = await createInstallation(redisPath, '--lease', '2');
    const { line, secret: drawn } = drawKey('north', 'samples');
    secret = drawn;
    const [keys, devices] = [join(installation.folder, 'push-keys'), join(installation.folder, 'psxattrs.csv')];
    await writeFile(keys, line);
    await writeFile(devices, 'Id,PSX,TransmitUnits,Delimiter,DateFormat\n3,62.0,bytes,|,%d/%m/%Y %H:%M:%S\n');
    const pushed = ['--devices', devices, '--push-keys', keys, '--push-wait', '0', '--poll-interval', '10'];
    await installation.start('detect', '--devices', devices);
    collectors = await Promise.all([1, 2].map(() => installation.start('collect', ...pushed)));
    const settings = { slotSeconds, rawRetentionDays: 30, hourlyRetentionDays: 400, log: { warn: () => undefined } };
    const directory = new SubscriberIndex();
    history = createHistory({ url: installation.clickHouse.url, path: '', access: 'beside', directory, ...settings });
    await history.open();
  }, 180_000);
  afterAll(async () => {
    await history.close();
    await installation.remove();
  });

  /** To whichever collector takes them, as a load balancer would. */
  async function push(some: readonly unknown[]): Promise<{ taker: RoleProcess; accepted: number; repeated: number }> {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    return vi.waitFor(
      async () => {
        for (const taker of collectors) {
          const answer = await fetch(`${taker.url}/ingest/samples`, {
            method: 'POST',
            headers,
            body: JSON.stringify(some),
          }).catch(() => null);
          if (answer?.status === 202)
            return { taker, ...((await answer.json()) as { accepted: number; repeated: number }) };
        }
        throw new Error('Nobody takes rows');
      },
      { timeout: 20_000, interval: 50 },
    );
  }
  const held = async (): Promise<unknown[]> => {
    const range = { from: firstSlot, to: firstSlot + slots * slotSeconds };
    const found = await Promise.all(subscribers.map((one) => history.subscriberSamples(one, range, 100)));
    return found.flat().map(({ subscriber, slotStart, upBytes, downBytes }) => ({
      device: '62.0',
      subscriber,
      slotStart,
      upBytes,
      downBytes,
    }));
  };

  it('are taken by one of them, count once when it dies and they are sent again, and none that was answered is lost', async () => {
    const [first, second] = [rows.slice(0, 3).flat(), rows.slice(3).flat()];
    const { taker, accepted } = await push(first);
    expect(accepted).toBe(first.length);
    const other = collectors.find((one) => one !== taker)!;
    const refused = await fetch(`${other.url}/ingest/samples`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(first),
    });
    expect(refused.status).toBe(503);
    await taker.kill();
    // A sender that did not hear the answer to some of them sends those again.
    const again = await push([...rows[2]!, ...second]);
    expect(again.taker).toBe(other);
    await vi.waitFor(async () => expect((await history.ingestedFileKeys()).size).toBeGreaterThan(slots - 2), {
      timeout: 40_000,
      interval: 200,
    });
    const expected = rows.flat();
    await vi.waitFor(
      async () => {
        const found = await held();
        expect(found).toHaveLength(expected.length);
        expect(found).toEqual(expect.arrayContaining(expected));
      },
      { timeout: 20_000, interval: 200 },
    );
  }, 180_000);
});
