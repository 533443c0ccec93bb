import { afterAll, beforeAll, expect, it } from 'vitest';
import { asRadclientReadsIt, runRadclient, type RadclientOptions } from './radclient.ts';
import { createRadiusPlace, type RadiusPlace } from './radius-place.ts';
import { toldSessions } from './radius-sessions.ts';
import { describeWithRadclient } from './requires.ts';
import { startApp, type RunningApp } from './running-app.ts';

interface Sums {
  readonly upBytes: string;
  readonly downBytes: string;
  readonly subscriberCount: number;
}

/** Two hours ago: every slot has been waited for by now. */
const begin = (Math.floor(Date.now() / 600_000) - 12) * 600;

describeWithRadclient('RADIUS accounting', (radclient) => {
  let place: RadiusPlace;
  let app: RunningApp;

  beforeAll(async () => {
    place = await createRadiusPlace();
    app = await startApp(place.options);
  });

  afterAll(async () => {
    await app.stop();
    await place.remove();
  });

  const send = (requests: string, options: Partial<RadclientOptions> = {}) =>
    runRadclient(radclient, requests, { ...place, parallel: 4000, retries: 10, timeoutSeconds: 5, ...options });

  async function metric(name: string): Promise<number> {
    const exposition = await fetch(`${app.url}/metrics`).then((answer) => answer.text());
    return Number(
      exposition
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.slice(name.length) ?? 0,
    );
  }

  it('of 20,000 requests loses none: history has what they told, to the byte', { timeout: 60_000 }, async () => {
    const { requests, upBytes, downBytes } = toldSessions(begin, 4000, 5, 1);
    expect(await send(requests.map(asRadclientReadsIt).join(''))).toMatchObject({ accepted: 20_000 });
    const sums = await app.until<{ statistics: Sums }>(
      '{ statistics { upBytes downBytes subscriberCount } }',
      ({ statistics }) => statistics.upBytes === String(upBytes),
    );
    expect(sums.statistics).toEqual({ upBytes: `${upBytes}`, downBytes: `${downBytes}`, subscriberCount: 4000 });
    expect(await metric('tidewatch_radius_bytes_total{direction="down"}')).toBe(downBytes);
  });

  it('does not answer who is not known or has not signed with the secret, and counts it', async () => {
    const [request] = toldSessions(begin, 1, 1, 2).requests.map(asRadclientReadsIt);
    const once = { parallel: 1, retries: 1, timeoutSeconds: 0.5 };
    const lost = { accepted: 0, lost: 1 };
    const dropped = (reason: string) => metric(`tidewatch_radius_requests_dropped_total{reason="${reason}"}`);
    const answered = await metric('tidewatch_radius_requests_total{type="start"}');

    expect(await send(request!, { ...once, secret: 'testing124' })).toEqual(lost);
    expect(await dropped('bad-authenticator')).toBe(1);
    expect(await send(request!.replace('bras-1', 'bras-3'), once)).toEqual(lost);
    expect(await dropped('unknown-nas')).toBe(1);
    expect(await send(`Packet-Src-IP-Address = 127.0.0.2\n${request}`, once)).toEqual(lost);
    expect(await dropped('unknown-client')).toBe(1);
    expect(await send('User-Name = "a"\nUser-Password = "b"\n', { ...once, command: 'auth' })).toEqual(lost);
    expect(await dropped('not-accounting')).toBe(1);

    const status = { ...once, command: 'status' };
    expect(await send('Message-Authenticator = 0x00\n', { ...status, secret: 'testing124' })).toEqual(lost);
    expect(await dropped('bad-authenticator')).toBe(2);
    expect(await metric('tidewatch_radius_requests_total{type="start"}')).toBe(answered);
    expect(await send(request!, { ...once, retries: 50 })).toEqual({ accepted: 1, lost: 0 });
  });

  it('says that it is there to who asks with a Status-Server, whatever he is called', async () => {
    const options = { parallel: 1, retries: 20, timeoutSeconds: 1, command: 'status' };
    const status =
      'Message-Authenticator = 0x00\nNAS-Identifier = "nobody"\nResponse-Packet-Type = Accounting-Response\n';
    expect(await send(status, options)).toEqual({ accepted: 1, lost: 0 });
    expect(await metric('tidewatch_radius_requests_total{type="status"}')).toBe(1);
  });
});
