/** Every text a person reads, by area; a translation is another set of modules of the same types. */
import { chart } from './chart.ts';
import { display } from './display.ts';
import { time } from './time.ts';

export const text = { chart, display, time } as const;
