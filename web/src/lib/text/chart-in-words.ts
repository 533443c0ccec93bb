/** Charts in words: whole sentences, for whoever does not see them. */
export const chartInWords = {
  span: (from: string, to: string, zone: string) => `${from} to ${to} ${zone}`,
  meanAndPeak: (mean: string, peak: string) => `mean ${mean}, peak ${peak}`,
  trafficOf: (name: string) => `${name} traffic`,
  noTraffic: (name: string, when: string) => `${name} traffic, ${when}: nothing was seen.`,
  traffic: (name: string, when: string, up: string, down: string) =>
    `${name} traffic, ${when}. Upload: ${up}. Download: ${down}.`,
  nothingAt: (when: string) => `${when}: nothing was seen`,
  rates: (up: string, down: string) => `upload ${up}, download ${down}`,
  trafficAt: (when: string, rates: string) => `${when}: ${rates}`,
  besidePrevious: (now: string, label: string, rates: string, up: string, down: string) =>
    `${now}; ${label} ${rates}, so ${up} and ${down}`,
  stillLearning: (name: string, when: string) => `${name}, ${when}: still learning, nothing is usual yet.`,
  band: (name: string, when: string, observed: string, outside: string, judged: string) =>
    `${name}, ${when}: ${observed}. Outside the usual band in ${outside} of ${judged} that have one.`,
  usualRange: (range: string, score: string) => `, usual ${range}, place in the band ${score}`,
  bandAt: (when: string, name: string, rate: string, usual: string, why: string) =>
    `${when}: ${name} ${rate}${usual}; ${why}`,
  /** Why a point is unusual, or is not. */
  why: {
    times: (direction: string, times: string) => `${direction} ${times} times its usual at this time`,
    more: (direction: string, part: string) => `${direction} ${part} more than usual at this time`,
    less: (direction: string, part: string) => `${direction} ${part} less than usual at this time`,
    asUsual: (direction: string) => `${direction} as usual at this time`,
    none: (direction: string) => `no ${direction}, where some is usual at this time`,
    noneUsual: (direction: string) => `${direction}, where none is usual at this time`,
    because: (besideUsual: string, place: string) => `${besideUsual}, ${place}`,
    places: { above: 'above the usual band', below: 'below the usual band', inside: 'within the usual band' },
    learning: (direction: string) => `still learning which ${direction} is usual`,
  },
  /** What the place of a point is called on screen. */
  places: { above: 'above usual', below: 'below usual', inside: 'as usual', unknown: 'nothing is usual yet' },
  usual: (usual: string, range: string) => `usual ${usual} (${range})`,
  rateRange: (low: string, high: string) => `${low} to ${high}`,
  learning: 'Learning: nothing is usual yet',
  directions: { up: 'upload', down: 'download' },
  besideUsual: 'Traffic beside what is usual',
  usualBand: 'usual band',
  outsideBand: 'outside it',
  linear: 'Linear scale',
  logarithmic: 'Logarithmic scale',
  totals: {
    learning: 'learning, until the same time was seen on four days',
    note: 'Usual is the same time of the week in the eight weeks before, or of the day in the fourteen days before while there are fewer than four such weeks. A picture to look at: no anomaly comes of it.',
  },
  /** Of a chart about one direction of somebody. */
  title: (subject: string, what: string) => `${subject}: ${what}`,
  share: 'upload share',
  shareSummary: (when: string, mean: string, greatest: string) =>
    `Share of upload in the traffic, ${when}: mean ${mean}, greatest ${greatest}.`,
  shareAt: (when: string, share: string, rates: string) => `${when}: ${share} of the traffic was upload, ${rates}`,
  scores: 'How unusual',
  scoresOf: (subject: string) => `${subject}: how unusual`,
  scoreSummary: (when: string, greatest: string, edge: string) =>
    `How unusual, ${when}: greatest ${greatest}, where 0 is usual and ${edge} the edge of the band.`,
  goingOn: 'Anomalies going on',
  goingOnOf: (subject: string) => `${subject}: anomalies going on`,
  peak: 'highest score',
  quiet: 'none',
  peakUnit: 'score',
  peakSummary: (when: string, greatest: string) =>
    `How unusual, ${when}: the highest score of the anomalies that were going on reached ${greatest}.`,
  peakAt: (when: string, score: string) => `${when}: highest score ${score}`,
  quietAt: (when: string) => `${when}: no anomaly`,
  scoreUnit: 'place in the band',
  scoreEdge: 'edge of the usual band',
  scoreAt: (when: string, up: string, down: string) => `${when}: upload at ${up}, download at ${down}`,
} as const;
