/** How old the data is that the pages show, for everything that has to look old with it. */
import { createContext } from 'svelte';
import { getDashboard } from '#lib/dashboard.ts';
import { freshnessOf, lagOf, readSighting, writeSighting } from './freshness.ts';
import type { Freshness, Sighting } from './freshness.ts';
import { ticking } from './ticking.svelte.ts';

const periodMs = 5_000;
const storageKey = 'tidewatch-newest-data';

export interface DataAge {
  /** Milliseconds without anything new; null until there is data, and while the reader holds the page. */
  readonly lagMs: number | null;
  readonly freshness: Freshness;
}

export const [getDataAge, setDataAge] = createContext<DataAge>();

/** A feed that died on Friday must look dead on Monday, however often the page was loaded meanwhile. */
function sightingOf(asOf: number): Sighting {
  const fresh = { asOf, seenAt: Date.now() };
  try {
    const kept = readSighting(localStorage.getItem(storageKey));
    // Later than now: this machine's clock was wrong then.
    if (kept?.asOf === asOf && kept.seenAt <= fresh.seenAt) return kept;
    localStorage.setItem(storageKey, writeSighting(fresh));
  } catch {
    // Storage may be forbidden: the age then counts from when the page was loaded.
  }
  return fresh;
}

/** Call while the layout is set up. */
export function watchDataAge(): DataAge {
  const { feed } = getDashboard();
  const clock = ticking(() => periodMs);
  // What a held page shows is no sighting: newer data may have been seen since.
  const sighting = $derived(feed.asOf === null || feed.pausedAt !== null ? null : sightingOf(feed.asOf));
  const lagMs = $derived(sighting === null ? null : lagOf(sighting, clock.now));
  const freshness = $derived(lagMs === null ? 'fresh' : freshnessOf(lagMs, feed.slotMs));
  return {
    get lagMs() {
      return lagMs;
    },
    get freshness() {
      return freshness;
    },
  };
}
