import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeWithRedis } from '../requires.ts';
import { createArrivingFiles, openHistory, untilHistoryHas, type ArrivingFiles } from '../roles/arriving-files.ts';
import { createInstallation, type Installation, type RoleProcess } from '../roles/installation.ts';

const patience = { timeout: 60_000, interval: 100 };

describeWithRedis('what is not there at the start', (redisPath) => {
  let files: ArrivingFiles;
  let installation: Installation;

  beforeAll(async () => {
    files = await createArrivingFiles();
    installation = await createInstallation(redisPath, ...files.common, '--lease', '2');
  }, 300_000);

  afterAll(async () => {
    await installation.remove();
    await files.remove();
  });

  const readyAtLast = (one: RoleProcess): Promise<void> =>
    vi.waitFor(async () => expect(await one.readiness()).toMatchObject({ ready: true, reasons: [] }), patience);

  it('ClickHouse: a detector waits and says so, the others end with a sentence that names it', async () => {
    await installation.clickHouse.kill();
    const detector = await installation.start('detect');
    await vi.waitFor(
      async () =>
        expect(await detector.readiness()).toMatchObject({
          ready: false,
          reasons: [expect.stringMatching(/ClickHouse at 127\.0\.0\.1:\d+ refused the connection/)],
        }),
      patience,
    );
    const told = /It ended with 69 before it answered:[^]*ClickHouse at 127\.0\.0\.1:\d+ refused the connection/;
    const starting = [installation.start('collect', ...files.source), installation.start('serve')];
    await Promise.all(starting.map((one) => expect(one).rejects.toThrow(told)));
    await installation.clickHouse.startAgain();
    await readyAtLast(detector);
    expect(detector.child.exitCode).toBeNull();
    expect(await detector.stop()).toBe(0);
  }, 120_000);

  it('Redis: each waits, says so, and begins when it comes', async () => {
    await installation.redis.kill();
    const [collector, detector, server] = await Promise.all([
      installation.start('collect', ...files.source),
      installation.start('detect'),
      installation.start('serve'),
    ]);
    for (const one of [collector, detector]) {
      const { ready, reasons } = await one.readiness();
      expect([ready, reasons.join()]).toEqual([false, expect.stringContaining('Redis is not reachable')]);
    }
    // History it has, so it serves.
    expect(await server.readiness()).toMatchObject({
      ready: true,
      warnings: expect.arrayContaining([expect.stringContaining('Redis is not reachable')]) as unknown,
    });
    await files.arriveUpTo(100);
    await installation.redis.start();
    for (const one of [collector, detector, server]) await readyAtLast(one);
    const history = await openHistory({ url: installation.clickHouse.url, path: '', access: 'beside' });
    await untilHistoryHas(history, files);
    await history.close();
  }, 180_000);
});
