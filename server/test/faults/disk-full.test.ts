import { execFileSync } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPushPlace, heldRows, type PushedRow, type PushPlace } from '../push-place.ts';
import { describeWithMount } from '../requires.ts';
import { startServer, type ServerProcess } from '../server-process.ts';

const slotSeconds = 600;
const subscribers = Array.from({ length: 500 }, (_, n) => String(1000 + n));
const firstSlot = (Math.floor(Date.now() / 1000 / slotSeconds) - 100) * slotSeconds;

function rowsOf(slot: number): PushedRow[] {
  const slotStart = firstSlot + slot * slotSeconds;
  return subscribers.map((subscriber, n) => ({
    device: '62.0',
    subscriber,
    slotStart,
    upBytes: slot * 1000 + n,
    downBytes: n,
  }));
}

describeWithMount('a disk that is full', (mount) => {
  let place: PushPlace;
  let server: ServerProcess;

  beforeEach(async () => {
    place = await createPushPlace();
    execFileSync(mount, ['-t', 'tmpfs', '-o', 'size=128m', 'tmpfs', place.data]);
    server = await startServer([...place.options, '--push-wait', '0']);
  });

  afterEach(async () => {
    await server.kill();
    execFileSync('umount', [place.data]);
    await place.remove();
  });

  /** Leaves so many bytes on the disk. */
  async function fillUp(leftBytes: number): Promise<void> {
    const { bavail, bsize } = statfsSync(place.data);
    await writeFile(join(place.data, 'filler'), Buffer.alloc(bavail * bsize - leftBytes));
  }

  async function statusOf(path: string): Promise<number> {
    const response = await fetch(`${server.url}${path}`);
    await response.arrayBuffer();
    return response.status;
  }

  it('is told to whoever pushes, who keeps his rows; reads go on, and with room again nothing is missing', async () => {
    const taken: PushedRow[] = [];
    let slot = 0;
    const push = async (): Promise<{ status: number; retryAfter: string | null }> => {
      const rows = rowsOf(slot);
      const answer = (await place.push(server.url, rows))!;
      if (answer.status === 202) {
        taken.push(...rows);
        slot++;
      }
      return answer;
    };
    await push();
    await fillUp(2_000_000);
    let answer = await push();
    while (answer.status === 202) answer = await push();
    expect(answer).toMatchObject({ status: 503, retryAfter: expect.stringMatching(/^\d+$/) as unknown });
    expect(await statusOf('/api/subscriber/1000')).toBe(200);
    expect(await statusOf('/health/live')).toBe(200);

    await rm(join(place.data, 'filler'));
    await expect.poll(async () => (await push()).status, { timeout: 30_000 }).toBe(202);
    const expected = taken.filter(({ subscriber }) => subscriber < '1003').map(({ device: _, ...row }) => row);
    await expect.poll(() => heldRows(server.url, ['1000', '1001', '1002']), { timeout: 60_000 }).toEqual(expected);
    expect(await statusOf('/health/ready')).toBe(200);
  }, 120_000);
});
