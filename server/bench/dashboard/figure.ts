/** What is said of one measurement, and the row of the table that says it. */

export interface Figure {
  readonly what: string;
  /** With its unit. */
  readonly measured: string;
  /** Of the budget; null where there is none. */
  readonly budget: string | null;
  readonly within: boolean | null;
}

/** A figure whose budget is an upper bound in the same unit. */
export function bounded(what: string, value: number, most: number, unit: string, digits = 0): Figure {
  const say = (number: number): string => `${number.toLocaleString('en', { maximumFractionDigits: digits })} ${unit}`;
  return { what, measured: say(value).trim(), budget: say(most).trim(), within: value <= most };
}

export const unbounded = (what: string, measured: string): Figure => ({ what, measured, budget: null, within: null });

export const tableHead = '| what | measured | budget | |\n| --- | ---: | ---: | --- |';

export function asRow({ what, measured, budget, within }: Figure): string {
  const verdict = within === null ? '' : within ? 'within' : '**over**';
  return `| ${what} | ${measured} | ${budget ?? ''} | ${verdict} |`;
}

/** The value below which this part of them lies, 0 to 1; NaN of none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
