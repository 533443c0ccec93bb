import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { faultsOfRule } from './rule-faults.ts';

const failed = (extensions: Record<string, unknown>) => ({ graphQLErrors: [new GraphQLError('No', { extensions })] });

describe('the faults of a rule', () => {
  it('are those that the server lists, one by one', () => {
    expect(faultsOfRule(failed({ faults: ['No such number.', 'Too small.'] }))).toEqual([
      'No such number.',
      'Too small.',
    ]);
  });

  it('are none when something else went wrong', () => {
    expect(faultsOfRule(failed({ code: 'BACKTEST_UNAVAILABLE' }))).toEqual([]);
    expect(faultsOfRule({ graphQLErrors: [] })).toEqual([]);
  });
});
