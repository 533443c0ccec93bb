/** Lengths of time as the API writes them. */
const form = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Seconds of "P1DT2H3M4S"; NaN for anything else. */
export function readDuration(duration: string): number {
  const parts = form.exec(duration);
  if (!parts) return Number.NaN;
  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return days! * 86_400 + hours! * 3_600 + minutes! * 60 + seconds!;
}
