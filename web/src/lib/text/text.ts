/** Every text a person reads, by area; a translation is another set of modules of the same types. */
import { display } from './display.ts';

export const text = { display } as const;
