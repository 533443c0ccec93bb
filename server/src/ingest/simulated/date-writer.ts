/** Writes dates in a device's format, remembering the day: the dates of a snapshot lie within two days or three. */
import type { EpochSeconds } from '../../domain/traffic.ts';
import type { ByteWriter } from './byte-writer.ts';

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';
const partOfLetter = new Map<string, Part>([
  ['Y', 'year'],
  ['m', 'month'],
  ['d', 'day'],
  ['H', 'hour'],
  ['M', 'minute'],
  ['S', 'second'],
]);

const daySeconds = 86_400;

/** Gives a function that writes one date. The format is of %Y %m %d %H %M %S and ASCII; throws at anything else. */
export function createDateWriter(format: string): (moment: EpochSeconds, target: ByteWriter) => void {
  const steps = stepsOf(format);
  const value: Record<Part, number> = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  let knownDay = -1;
  return (moment, target) => {
    const day = Math.floor(moment / daySeconds);
    if (day !== knownDay) {
      const date = new Date(day * daySeconds * 1000);
      value.year = date.getUTCFullYear();
      value.month = date.getUTCMonth() + 1;
      value.day = date.getUTCDate();
      knownDay = day;
    }
    const second = moment - day * daySeconds;
    value.hour = Math.floor(second / 3600);
    value.minute = Math.floor(second / 60) % 60;
    value.second = second % 60;
    for (const step of steps) {
      if (typeof step === 'number') target.byte(step);
      else target.paddedInteger(value[step], step === 'year' ? 4 : 2);
    }
  };
}

/** Parts of a date and, between them, the codes of literal characters. */
function stepsOf(format: string): (Part | number)[] {
  const steps: (Part | number)[] = [];
  for (let at = 0; at < format.length; at++) {
    if (format[at] !== '%') {
      steps.push(format.charCodeAt(at));
      continue;
    }
    const part = partOfLetter.get(format.charAt(++at));
    if (!part)
      throw new Error(`"%${format.charAt(at)}" of the date format "${format}" is not one of %Y %m %d %H %M %S`);
    steps.push(part);
  }
  return steps;
}
