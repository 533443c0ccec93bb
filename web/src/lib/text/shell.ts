/** Words of the bar at the top and of what stands below it while something is not as usual. */
import type { IngestPhase } from '#lib/graphql/generated/graphql.ts';

export const shell = {
  product: 'Tidewatch',
  titleOf: (page: string) => `${page} · Tidewatch`,
  skip: 'Skip to the content',
  pages: 'Pages',
  above: 'Above this page',
  more: 'More',
  morePages: (shown: string) => `${shown}: more pages`,
  open: 'open',
  search: 'Search',
  zoneButton: (zone: string) => `Times in ${zone}`,
  searchHint: 'Search (Ctrl+K)',
  settings: 'Settings',
  simulated: 'Simulated',
  dataAsOf: 'Data as of',
  privacyOn: 'Numbers are hidden. Show them',
  privacyOff: 'Hide the numbers of subscribers',
  hidden: 'Numbers hidden',
  theme: {
    label: (choice: string) => `Theme: ${choice}`,
    system: 'as the system',
    light: 'light',
    dark: 'dark',
  },
  print: 'Print',
  printHint: 'Print this page on one sheet (Ctrl+P)',
  /** What is being read, while the data is not there yet; nothing once it is. */
  work: {
    OPENING: 'Opening the history',
    REBUILDING: 'Rebuilding what is usual from history',
    CATCHING_UP: 'Catching up with waiting snapshots',
    LIVE: '',
    FAILED: '',
  } satisfies Record<IngestPhase, string> as Readonly<Record<IngestPhase, string>>,
  progress: (done: string, total: string, share: string) => `${done} of ${total} (${share})`,
  ingestStopped: 'Ingest has stopped.',
  ingestFault: 'Ingest reports a fault.',
  waiting: 'Waiting for the first snapshot',
  onItsWay: 'The first data is on its way',
  fillsItself: (source: string, length: string) =>
    `Source: ${source}. This page fills by itself once the first slot of ${length} is complete.`,
  newVersion: 'A new version of the dashboard is there.',
  reload: 'Reload',
} as const;
