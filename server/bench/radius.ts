/**
 * `npm run bench -- radius`: accounting requests that are answered a second, each once history has it. The whole app with
 * its embedded history is in this process; the NASes, on real sockets, are in another one on the same machine.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRadiusPlace } from '../test/radius-place.ts';
import { startApp, type RunningApp } from '../test/running-app.ts';
import type { SenderOrder, SenderReport } from './radius-sender.ts';

const aimPerSecond = 10_000;
const defaults = { sessions: '100000', seconds: '20' } as const;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

export async function radius(given: string[]): Promise<void> {
  const { values } = parseArgs({
    args: given,
    options: { sessions: { type: 'string' }, seconds: { type: 'string' } },
  });
  const { sessions, seconds } = { ...defaults, ...values };
  const place = await createRadiusPlace();
  // Nothing is handed over meanwhile: that is another measurement.
  const app = await startApp([...place.options, '--radius-wait', '86400']);
  const sender = fork(join(import.meta.dirname, 'radius-sender.ts'), [String(place.port), place.secret, sessions]);
  try {
    await measure(app, sender, Number(sessions), Number(seconds));
  } finally {
    const ended = once(sender, 'exit');
    sender.disconnect();
    await ended;
    await app.stop();
    await place.remove();
  }
}

async function measure(app: RunningApp, sender: ChildProcess, sessions: number, seconds: number): Promise<void> {
  const starts = await ordered(sender, { requests: sessions, perSecond: null });
  say(
    `\n${sessions} sessions began, ${whole(starts.perSecond)} a second; then interim updates, ${seconds} s of each:\n`,
  );
  say(
    '| offered a second | answered a second | the aim is x times it | answered after, ms: median | 99 % | longest | sent again | answered a CPU-second of Tidewatch |',
  );
  say('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const perSecond of [aimPerSecond, null]) {
    const cpuBefore = process.cpuUsage();
    const report = await ordered(sender, { requests: (perSecond ?? aimPerSecond) * seconds, perSecond });
    const { user, system } = process.cpuUsage(cpuBefore);
    say(row(perSecond, report, (user + system) / 1e6));
  }
  const { upBytes } = await ordered(sender, { requests: 0, perSecond: null });
  const exposition = await fetch(`${app.url}/metrics`).then((answer) => answer.text());
  const kept = Number(/^tidewatch_radius_bytes_total\{direction="up"\} (\d+)$/m.exec(exposition)?.[1]);
  say(`\nBytes up that were sent: ${upBytes}, that are kept: ${kept}${kept === upBytes ? '' : ': NOT THE SAME'}`);
}

async function ordered(sender: ChildProcess, order: SenderOrder): Promise<SenderReport> {
  const ended = once(sender, 'exit').then(() => Promise.reject(new Error('The NASes ended before their time')));
  const reported = once(sender, 'message') as Promise<[SenderReport]>;
  sender.send(order);
  const [report] = await Promise.race([reported, ended]);
  return report;
}

function row(offered: number | null, report: SenderReport, cpuSeconds: number): string {
  const { seconds, perSecond, medianMs, mostOfMs, longestMs, sentAgain } = report;
  const cells = [
    offered === null ? 'as fast as they are answered' : whole(offered),
    whole(perSecond),
    (aimPerSecond / perSecond).toFixed(2),
    ...[medianMs, mostOfMs, longestMs, sentAgain].map(whole),
    whole((perSecond * seconds) / cpuSeconds),
  ];
  return `| ${cells.join(' | ')} |`;
}

const whole = (value: number): string => String(Math.round(value));
