/** Words for whether the page moves with the data, and how new the data is. */

export const live = {
  states: { connecting: 'Connecting', live: 'Live', paused: 'Paused', reconnecting: 'Reconnecting' },
  pausedAt: (clock: string) => `at ${clock}`,
  pause: 'Pause',
  resume: 'Resume',
  pauseHint: 'Hold the page still (Space)',
  resumeHint: 'Go on with what came meanwhile (Space)',
  caughtUp: 'Caught up',
  nextAttempt: (seconds: number) => (seconds > 0 ? `in ${seconds} s` : 'now'),
  announced: (anomalies: string, critical: number) => `${anomalies}${critical > 0 ? `, ${critical} critical` : ''}`,
  lost: 'Connection to the server lost; trying again.',
  reaches: (time: string) => `What you see reaches to ${time}.`,
  fresh: 'fresh',
  late: (lag: string) => `late: nothing new for ${lag}`,
  stale: (lag: string) => `stale: nothing new for ${lag}`,
  freshMeaning: 'The newest slot came when it was due.',
  lateMeaning: 'The next slot is overdue.',
  staleMeaning: 'More than two slots are missing: what you see is no longer what is.',
} as const;
