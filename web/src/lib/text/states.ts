/** Words for the states that a panel can be in. */

export const states = {
  loading: 'Loading',
  tryAgain: 'Try again',
  older: 'what is shown is older',
  partly: 'A part of this is missing',
  request: (id: string) => `Request ${id}.`,
  forbidden: 'You may not see this',
  forbiddenDetail: 'Your account has no permission for it. Who runs this Tidewatch can give it to you.',
  serverCouldNot: 'The server could not answer this',
  serverDidNot: 'The server did not answer',
  serverTooSlow: 'The server took too long to answer',
  status: (status: number) => `It sent status ${status} instead of data.`,
  noPage: 'No such page',
  noPageAt: (path: string) => `There is no page at ${path}.`,
  noPageHere: 'There is no page at this address.',
  pageFailed: 'This page failed',
  toOverview: 'Go to the overview',
  unknownCause: 'Nothing is known about the cause.',
} as const;
