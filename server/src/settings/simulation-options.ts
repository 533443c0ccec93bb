/** The settings of the simulated ISP. */
import { worldKinds } from '../ingest/simulated/world.ts';
import { option } from './setting-option.ts';
import { oneOf, whole } from './setting-readers.ts';

export const simulationOptions = {
  'simulated-subscribers': option(
    'TIDEWATCH_SIMULATED_SUBSCRIBERS',
    'subscribers',
    '1000',
    'size of the simulated ISP',
    whole(1, 100_000),
  ),
  'simulated-days': option(
    'TIDEWATCH_SIMULATED_DAYS',
    'days',
    '10',
    'history that the simulated ISP fills in at first start',
    whole(0, 30),
  ),
  'simulated-slot-interval': option(
    'TIDEWATCH_SIMULATED_SLOT_INTERVAL',
    'milliseconds',
    '2000',
    'real time that a simulated slot takes',
    whole(10, 3_600_000),
  ),
  'simulated-seed': option(
    'TIDEWATCH_SIMULATED_SEED',
    'number',
    '1',
    'another seed is another ISP',
    whole(0, 0xffff_ffff),
  ),
  'simulated-world': option(
    'TIDEWATCH_SIMULATED_WORLD',
    worldKinds.join('|'),
    'real',
    'rhythms, heavy tails and change, or flat as one measured week',
    oneOf(worldKinds),
  ),
} as const;
