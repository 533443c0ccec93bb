/** What every page reaches through Svelte's context. */
import { createContext } from 'svelte';
import type { Client } from '@urql/core';
import type { LiveFeed } from './live/live-feed.svelte.ts';
import type { TriageDesk } from './triage/triage-desk.svelte.ts';

export interface Dashboard {
  readonly client: Client;
  readonly feed: LiveFeed;
  readonly desk: TriageDesk;
}

export const [getDashboard, setDashboard] = createContext<Dashboard>();
