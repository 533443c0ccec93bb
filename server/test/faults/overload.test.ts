import { afterEach, beforeEach, expect, it } from 'vitest';
import { quantile } from '../../src/evaluate/quantile.ts';
import { createPushPlace, type PushAnswer, type PushedRow, type PushPlace } from '../push-place.ts';
import { startServer, type ServerProcess } from '../server-process.ts';
import { rounds, tellFigure } from './rounds.ts';

const slotSeconds = 600;
const slotStart = (Math.floor(Date.now() / 1000 / slotSeconds) - 2) * slotSeconds;
const rowsEach = 2000;
/** More than the desk has room for at once, were it to take them all. */
const [few, many] = [4, 120];
const pushes = rounds({ quick: 240, whole: 4000 });

let place: PushPlace;
let server: ServerProcess;

beforeEach(async () => {
  place = await createPushPlace();
  // Nothing is handed over meanwhile.
  server = await startServer([...place.options, '--push-wait', '86400']);
});

afterEach(async () => {
  await server.kill();
  await place.remove();
});

interface Answered extends PushAnswer {
  readonly elapsedMs: number;
}

let next = 0;
function newRows(): PushedRow[] {
  return Array.from({ length: rowsEach }, () => ({
    device: '62.0',
    subscriber: String(1_000_000 + next++),
    slotStart,
    upBytes: 1,
    downBytes: 2,
  }));
}

/** So many pushes by so many at once, each sending its next when the last was answered; the rows of a refused one are lost here. */
async function pushAll(collectors: number, count: number): Promise<{ answers: Answered[]; seconds: number }> {
  const answers: Answered[] = [];
  const begunMs = performance.now();
  let left = count;
  const collector = async (): Promise<void> => {
    while (left-- > 0) {
      const sentMs = performance.now();
      const answer = await place.push(server.url, newRows());
      if (answer === null) throw new Error('The server is gone');
      answers.push({ ...answer, elapsedMs: performance.now() - sentMs });
    }
  };
  await Promise.all(Array.from({ length: collectors }, collector));
  return { answers, seconds: (performance.now() - begunMs) / 1000 };
}

const acceptedIn = (answers: readonly Answered[]): number =>
  answers.reduce((sum, { accepted }) => sum + (accepted ?? 0), 0);

it('collectors that send more than is taken are told so and when to come again; what is taken stays taken, and calm returns', async () => {
  const calm = await pushAll(few, pushes / 4);
  const overload = await pushAll(many, pushes);
  const refused = overload.answers.filter(({ status }) => status !== 202);
  expect(new Set(refused.map(({ status }) => status))).toEqual(refused.length === 0 ? new Set() : new Set([503]));
  expect(refused.filter(({ retryAfter }) => !/^\d+$/.test(retryAfter ?? ''))).toEqual([]);
  const after = await pushAll(few, few);
  expect(after.answers.map(({ status }) => status)).toEqual(after.answers.map(() => 202));

  const accepted = [calm, overload, after].reduce((sum, { answers }) => sum + acceptedIn(answers), 0);
  const exposition = await (await fetch(`${server.url}/metrics`)).text();
  expect(exposition).toContain(`tidewatch_push_rows_kept_total{route="samples"} ${accepted}\n`);
  const rate = ({ answers, seconds }: typeof calm): number => acceptedIn(answers) / seconds;
  const slowest = quantile(
    refused.map(({ elapsedMs }) => elapsedMs),
    0.99,
  );
  tellFigure(
    `${many} collectors at once instead of ${few}`,
    `${Math.round(rate(overload)).toLocaleString('en')} rows a second kept, ${(rate(overload) / rate(calm)).toFixed(2)} of those of ${few}; ` +
      `${refused.length} of ${pushes} refused, 99 % of them within ${slowest === null ? '-' : slowest.toFixed(0)} ms`,
  );
}, 900_000);
