/** What is said of one measurement, and the row of the table that says it. */

export interface Figure {
  readonly what: string;
  /** With its unit. */
  readonly measured: string;
  /** What it should be; null where nothing was promised. */
  readonly aim: string | null;
  readonly isMet: boolean | null;
}

interface Aim {
  readonly unit: string;
  readonly digits?: number;
  /** Said behind what was measured. */
  readonly note?: string;
}

function figure(what: string, value: number, aim: Aim & { readonly sign: string; readonly bound: number }): Figure {
  const { unit, digits = 0, note, sign, bound } = aim;
  const say = (number: number): string =>
    `${number.toLocaleString('en', { maximumFractionDigits: digits })} ${unit}`.trim();
  const isMet = sign === '≤' ? value <= bound : value >= bound;
  return { what, measured: note ? `${say(value)} (${note})` : say(value), aim: `${sign} ${say(bound)}`, isMet };
}

export const atMost = (what: string, value: number, bound: number, aim: Aim): Figure =>
  figure(what, value, { ...aim, bound, sign: '≤' });

export const atLeast = (what: string, value: number, bound: number, aim: Aim): Figure =>
  figure(what, value, { ...aim, bound, sign: '≥' });

export const withoutAim = (what: string, measured: string): Figure => ({ what, measured, aim: null, isMet: null });

export const tableHead = '| what | measured | aim | |\n| --- | ---: | ---: | --- |';

export function asRow({ what, measured, aim, isMet }: Figure): string {
  const verdict = isMet === null ? '' : isMet ? 'met' : '**missed**';
  return `| ${what} | ${measured} | ${aim ?? ''} | ${verdict} |`;
}
