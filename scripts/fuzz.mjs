/** `npm run test:fuzz`: what `npm test` asks of the API at random, as often as it takes to find what is rare. */
import { test } from './test.mjs';

export function fuzz(args) {
  process.env.TIDEWATCH_FUZZ = 'whole';
  return test(args.length > 0 ? args : ['--no-file-parallelism', 'test/api/fuzz']);
}
