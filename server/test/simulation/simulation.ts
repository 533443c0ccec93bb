/**
 * A life of Tidewatch in virtual time, drawn from a seed: snapshots arrive out of order and twice, history and
 * checkpoints fail, and the process is killed again and again at whatever it is doing. What is on the disk at the end, and
 * what a listener heard who came back each time, is compared with a life in which nothing went wrong.
 */
import { counterMeanings } from '../../src/domain/device.ts';
import { cursorOf, placeOf, type FeedPlace } from '../../src/domain/feed-entry.ts';
import { ruleFor } from '../../src/domain/rule.ts';
import { drawArrivals, slotSeconds, type Arrival } from '../arrivals.ts';
import { easilyAlarmedRule } from '../quick-rule.ts';
import { seededRandom, type Random } from '../random.ts';
import { Disk } from './disk.ts';
import { Folder } from './folder-source.ts';
import { Life } from './life.ts';
import { startProcess, type SimulatedProcess } from './simulated-process.ts';

const rule = ruleFor(slotSeconds, easilyAlarmedRule);

export interface Outcome {
  readonly digest: ReturnType<Disk['digest']>;
  /** Of the feed, as one listener heard it. */
  readonly heard: readonly string[];
  readonly deaths: number;
  readonly faults: number;
}

interface Plan {
  readonly arrivals: readonly Arrival[];
  readonly faultOneIn: number;
  /** How many steps a process lives. */
  readonly lifeSteps: () => number;
}

/** The life that a seed says, and the one it should not differ from. */
export async function simulate(seed: number): Promise<{ readonly real: Outcome; readonly ideal: Outcome }> {
  const world = drawArrivals(seed, counterMeanings);
  const random = seededRandom(seed ^ 0x5eed);
  const calm = { arrivals: world.sorted, faultOneIn: Infinity, lifeSteps: () => Infinity };
  // Short lives at first, so that most seeds have several; at last one is long enough to end.
  let longest = 40;
  const rough = {
    arrivals: world.shuffled,
    faultOneIn: random.pick([6, 20, 60]),
    lifeSteps: () => 1 + random.below((longest *= 1.6)),
  };
  return { ideal: await live(world, calm, seededRandom(seed)), real: await live(world, rough, random) };
}

async function live(world: ReturnType<typeof drawArrivals>, plan: Plan, random: Random): Promise<Outcome> {
  const { devices, latenessSeconds } = world;
  const { arrivals, faultOneIn } = plan;
  const disk = new Disk();
  const folder = new Folder(arrivals, random);
  const listener = new Listener();
  const rowsPerCommit = random.pick([1, 20, 200]);
  let deaths = 0;
  let faults = 0;
  for (let nowMs = 0; ; deaths++) {
    const life = new Life(random, plan.lifeSteps(), nowMs);
    const options = { disk, folder, life, rule, slotSeconds, latenessSeconds, devices, rowsPerCommit, faultOneIn };
    const process = startProcess(options);
    await Promise.race([lifeOf(process, listener), life.over]);
    nowMs = life.nowMs;
    faults += life.faults;
    if (life.isOver) listener.cutOff();
    else return { digest: disk.digest(), heard: listener.heard, deaths, faults };
  }
}

/** From its start to its stop, when nothing kills it. */
async function lifeOf(process: SimulatedProcess, listener: Listener): Promise<void> {
  const listening = listener.listen(process);
  await process.run();
  await process.stop();
  await listening;
}

/** Follows the feed of one process after the other, each time from where it was. */
class Listener {
  readonly heard: string[] = [];
  #place: FeedPlace = { at: 0, ordinal: 0 };
  #connection: AsyncIterator<unknown> | null = null;

  /** Resolves when the process ends the feed. */
  async listen({ follow }: SimulatedProcess): Promise<void> {
    const following = follow({ after: this.#place, passes: () => true });
    this.#connection = following;
    for await (const item of following) {
      // What was on its way when the connection broke never arrives.
      if (this.#connection !== following) return;
      if (item.type === 'heartbeat') continue;
      if (item.type === 'gap') throw new Error(`A gap is told: ${item.message}`);
      this.heard.push(JSON.stringify(item));
      this.#place = placeOf(cursorOf(item))!;
    }
  }

  cutOff(): void {
    void this.#connection?.return?.();
    this.#connection = null;
  }
}
