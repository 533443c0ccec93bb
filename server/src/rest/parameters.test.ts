import { describe, expect, it } from 'vitest';
import { RequestProblem } from '../http/problem.ts';
import { createSealer } from '../graphql/sealed-text.ts';
import { anomalyFilterParameters, toAnomalyFilter } from './anomaly-filter-parameters.ts';
import { readParameters } from './parameters.ts';

const read = (query: string) => readParameters(anomalyFilterParameters, new URLSearchParams(query));

function problemOfReading(query: string): RequestProblem {
  try {
    read(query);
  } catch (error) {
    if (error instanceof RequestProblem) return error;
  }
  throw new Error(`${query} was read without a problem`);
}

const sealer = createSealer(Buffer.alloc(16, 1));

describe('the filters of anomalies', () => {
  it('are what history takes', () => {
    const values = read('kind=burst&severity=critical&kind=silence&alerted=false&device=62.0&subscriber=007');
    expect(toAnomalyFilter(values, sealer)).toEqual({
      kinds: ['burst', 'silence'],
      severities: ['critical'],
      alerted: false,
      device: '62.0',
      subscriber: '007',
      suppressed: false,
    });
  });

  it('leave out what is suppressed, and nothing else, when none is given', () => {
    const id = sealer.seal('node', 'Subscriber:4114');
    expect(toAnomalyFilter(read(`subscriber=${id}`), sealer)).toMatchObject({ subscriber: '4114' });
    expect(toAnomalyFilter(read(''), sealer)).toEqual({ suppressed: false });
    expect(toAnomalyFilter(read('include_suppressed=true'), sealer)).toEqual({});
  });
});

describe('a query that is not as expected', () => {
  it.each([
    ['kind=worm', 'The query parameter "kind" is "worm"; expected upload-surge, volume-takeover, burst'],
    ['kind=burst&kind=', 'The query parameter "kind" is ""; expected upload-surge'],
    ['alerted=yes', 'The query parameter "alerted" is "yes"; expected true, false'],
    ['device=1&device=2', 'The query parameter "device" is given twice'],
    ['subscriber=', 'The query parameter "subscriber" is ""; expected a text'],
    ['knd=burst', 'The query parameter "knd" is unknown; expected kind, severity, device, subscriber, alerted'],
    ['toString=1', 'The query parameter "toString" is unknown'],
    ['__proto__=1', 'The query parameter "__proto__" is unknown'],
  ])('%s', (query, detail) => {
    const problem = problemOfReading(query);
    expect([problem.status, problem.message]).toEqual([400, expect.stringContaining(detail)]);
  });

  it('is told of at once, each parameter by its name', () => {
    const { extras } = problemOfReading('limt=1&kind=worm&kind=burst&alerted=1');
    expect(extras.code).toBe('UNKNOWN_PARAMETER');
    expect(extras.errors?.map(({ parameter, code }) => [parameter, code])).toEqual([
      ['limt', 'UNKNOWN_PARAMETER'],
      ['kind', 'BAD_PARAMETER'],
      ['alerted', 'BAD_PARAMETER'],
    ]);
  });
});
