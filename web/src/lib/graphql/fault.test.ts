import { describe, expect, it } from 'vitest';
import { GraphQLError } from 'graphql';
import { faultOf } from './fault.ts';

const headers = { get: (name: string) => (name === 'x-request-id' ? 'r-17' : null) };

describe('a failed query', () => {
  it('repeats what the server said, with its code and request id', () => {
    const error = new GraphQLError('At most 500 rows', { extensions: { code: 'PAGE_TOO_LARGE' } });
    expect(faultOf({ graphQLErrors: [error], response: { status: 200, headers } })).toEqual({
      kind: 'failed',
      title: 'The server could not answer this',
      detail: 'At most 500 rows (PAGE_TOO_LARGE)',
      requestId: 'r-17',
      extensions: { code: 'PAGE_TOO_LARGE' },
    });
  });

  it('says that nothing came back when the network failed', () => {
    const fault = faultOf({ graphQLErrors: [], networkError: new TypeError('Failed to fetch') });
    expect(fault).toEqual({
      kind: 'failed',
      title: 'The server did not answer',
      detail: 'Failed to fetch',
      requestId: null,
    });
  });

  it('tells a server that is slow from one that is away', () => {
    const networkError = new DOMException('signal timed out', 'TimeoutError');
    expect(faultOf({ graphQLErrors: [], networkError }).title).toBe('The server took too long to answer');
  });

  it('names the status when a proxy answered in its place', () => {
    const fault = faultOf({
      graphQLErrors: [],
      networkError: new Error('Bad Gateway'),
      response: { status: 502, headers },
    });
    expect(fault.detail).toBe('It sent status 502 instead of data.');
  });

  it('says that only a part is missing when the rest is there', () => {
    const error = new GraphQLError('Too slow', { extensions: { code: 'INTERNAL_SERVER_ERROR' } });
    expect(faultOf({ graphQLErrors: [error] }, true)).toMatchObject({
      kind: 'partial',
      title: 'A part of this is missing',
      detail: 'Too slow (INTERNAL_SERVER_ERROR)',
    });
  });

  it('says that one may not see it, whether or not some of it is there', () => {
    const error = new GraphQLError('No', { extensions: { code: 'FORBIDDEN' } });
    for (const hasData of [true, false]) expect(faultOf({ graphQLErrors: [error] }, hasData).kind).toBe('forbidden');
  });
});
