/**
 * Every text a person reads, by area; a translation is another set of modules of the same types. What few pages need is
 * imported there, `anomaly-page.ts` and `triage.ts`: what is here loads with every page.
 */
import { anomaly } from './anomaly.ts';
import { chart } from './chart.ts';
import { dialog } from './dialog.ts';
import { display } from './display.ts';
import { keyboard } from './keyboard.ts';
import { live } from './live.ts';
import { notices } from './notices.ts';
import { pages } from './pages.ts';
import { peers } from './peers.ts';
import { privacy } from './privacy.ts';
import { quality } from './quality.ts';
import { rules } from './rules.ts';
import { search } from './search.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { states } from './states.ts';
import { swimLane } from './swim-lane.ts';
import { talkers } from './talkers.ts';
import { time } from './time.ts';
import { timeline } from './timeline.ts';
import { verdicts } from './verdicts.ts';

export const text = {
  anomaly,
  chart,
  dialog,
  display,
  keyboard,
  live,
  notices,
  pages,
  peers,
  privacy,
  quality,
  rules,
  search,
  settings,
  shell,
  states,
  swimLane,
  talkers,
  time,
  timeline,
  verdicts,
} as const;
