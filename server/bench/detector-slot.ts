/**
 * What one slot of many subscribers costs the detector, next to a plain loop that adds two numbers a subscriber in arrays of
 * the same length: `detector-slot.ts [SUBSCRIBERS]`. Slots of calm subscribers with a rhythm, made from a seed; the median
 * of the measured slots, each followed by the loop, in one process.
 */
import { Detector } from '../src/domain/detector.ts';
import { defaultRule } from '../src/domain/rule.ts';
import { defaultSlotSeconds } from '../src/domain/slot.ts';
import { SlotObservations } from '../src/domain/slot-observations.ts';
import { SubscriberIndex } from '../src/domain/subscriber-index.ts';
import { median } from './quantile.ts';

const subscribers = Number(process.argv[2] ?? 1_000_000);
const devices = 20;
/** Two days: before it knows the highs of earlier days, the detector looks closely at everybody. */
const learnedSlots = 294;
const measuredSlots = 21;

const directory = new SubscriberIndex();
for (let who = 0; who < subscribers; who++) directory.indexOf(String(1_000_000 + who));
const detector = new Detector(defaultRule, defaultSlotSeconds, directory);

const observations = new SlotObservations();
observations.gather([], subscribers);
observations.devices = Array.from({ length: devices }, (_, device) => `psx-${device}`);
observations.count = subscribers;
observations.subscriber = Uint32Array.from({ length: subscribers }, (_, who) => who);
observations.seconds = new Float64Array(subscribers).fill(defaultSlotSeconds);
observations.device = Uint16Array.from({ length: subscribers }, (_, who) => who % devices);
observations.upBytes = new Float64Array(subscribers);
observations.downBytes = new Float64Array(subscribers);

/** A 32-bit mix of three numbers: noise without a state. */
function noise(who: number, slot: number, salt: number): number {
  let h = Math.imul(who ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(slot + salt * 7919, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return ((h ^ (h >>> 12)) >>> 0) / 2 ** 32;
}

function fill(slot: number): void {
  const rhythm = 1 + 0.5 * Math.sin((2 * Math.PI * slot) / 144);
  for (let who = 0; who < subscribers; who++) {
    const usual = 1e6 * (1 + (who % 50)) * rhythm;
    observations.upBytes[who] = usual * (0.2 + 0.2 * noise(who, slot, 1));
    observations.downBytes[who] = usual * (1 + noise(who, slot, 2));
  }
}

const detection: number[] = [];
const addition: number[] = [];
const sums = new Float64Array(subscribers);
for (let slot = 0; slot < learnedSlots + measuredSlots; slot++) {
  fill(slot);
  const begun = performance.now();
  detector.observe(1_704_067_200 + slot * defaultSlotSeconds, observations);
  const judged = performance.now();
  for (let who = 0; who < subscribers; who++) sums[who]! += observations.upBytes[who]! + observations.downBytes[who]!;
  if (slot < learnedSlots) continue;
  detection.push(judged - begun);
  addition.push(performance.now() - judged);
}
process.stdout.write(
  `${subscribers.toLocaleString('en-US')} subscribers: ${median(detection).toFixed(0)} ms a slot, ${median(addition).toFixed(1)} ms for the plain loop, x ${(median(detection) / median(addition)).toFixed(0)}; ${Detector.bytesPerSubscriber} bytes of state each\n`,
);
