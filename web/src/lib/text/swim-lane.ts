/** Words of the swim lane. */
export const laneWords = {
  legend: 'How unusual',
  quiet: 'usual',
  loud: 'very unusual',
  notObserved: 'not observed',
  level: (level: string) => `level ${level} of 9`,
  cell: (row: string, when: string, level: string) => `${row}, ${when}: ${level}`,
  keys: 'Arrows move over the cells, Enter opens one.',
  hint: 'Point at a cell or move over them with the arrows.',
  summary: (title: string, rows: string, when: string) => `${title}: ${rows}, ${when}.`,
  loudest: (cell: string) => `Loudest is ${cell}.`,
  table: {
    level: 'Level',
    all: 'What is not listed was as usual.',
    loudestOf: (shown: string, total: string) => `The loudest ${shown} of ${total}.`,
  },
} as const;
