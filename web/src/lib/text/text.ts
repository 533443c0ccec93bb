/**
 * Every text a person reads is in this folder, by area; a translation is another set of modules of the same types. What is
 * gathered here loads with every page: words that few pages need are imported there.
 */
import { anomaly } from './anomaly.ts';
import { chart } from './chart.ts';
import { dialog } from './dialog.ts';
import { keyboard } from './keyboard.ts';
import { live } from './live.ts';
import { pages } from './pages.ts';
import { privacy } from './privacy.ts';
import { shell } from './shell.ts';
import { states } from './states.ts';
import { time } from './time.ts';
import { verdicts } from './verdicts.ts';

export const text = {
  anomaly,
  chart,
  dialog,
  keyboard,
  live,
  pages,
  privacy,
  shell,
  states,
  time,
  verdicts,
} as const;
