/** How much the tests of faults do: a little beside all other tests, the whole of it in `npm run test:faults`. */
import { appendFileSync } from 'node:fs';

export const isWhole = process.env['TIDEWATCH_FAULTS'] === 'whole';

export function rounds({ quick, whole }: { readonly quick: number; readonly whole: number }): number {
  return isWhole ? whole : quick;
}

/** Tells what a test reached: `npm run test:faults` prints it at its end. */
export function tellFigure(what: string, reached: string): void {
  const path = process.env['TIDEWATCH_FAULT_FIGURES'];
  if (path !== undefined) appendFileSync(path, `| ${what} | ${reached} |\n`);
}
