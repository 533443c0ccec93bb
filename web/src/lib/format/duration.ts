/** Lengths of time as text: the two largest units that matter. */
const units = [
  { seconds: 86_400, label: 'd' },
  { seconds: 3600, label: 'h' },
  { seconds: 60, label: 'min' },
  { seconds: 1, label: 's' },
] as const;

/** "2 h 10 min" of 7,800 seconds; "0 s" for nothing. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const first = units.findIndex((unit) => whole >= unit.seconds);
  if (first === -1) return '0 s';
  const large = units[first]!;
  const small = units[first + 1];
  const rest = small ? Math.floor((whole % large.seconds) / small.seconds) : 0;
  const head = `${Math.floor(whole / large.seconds)} ${large.label}`;
  return small && rest > 0 ? `${head} ${rest} ${small.label}` : head;
}
