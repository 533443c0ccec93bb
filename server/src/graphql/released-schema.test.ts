import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { compareWithRelease, releaseText } from './released-schema.ts';

const before = 'type Query { port(name: String): Int, speed: Speed } enum Speed { SLOW }';
const compare = (after: string, version = '0.1.0', released = '0.1.0') =>
  compareWithRelease(releaseText(released, before), buildSchema(after), version);

describe('a comparison with the released schema', () => {
  it('finds nothing in the same schema, and knows which release it was', () => {
    expect(compare(before)).toEqual({ releasedVersion: '0.1.0', breaking: [], dangerous: [], mayBreak: false });
  });

  it('takes a new field and a description for no danger', () => {
    const after = `${before.replace('speed:', '"How fast." speed:')} extend type Query { depth: Float }`;
    expect(compare(after)).toMatchObject({ breaking: [], dangerous: [] });
  });

  it.each([
    ['a field that is gone', before.replace('speed: Speed', 'pace: Speed'), 'Query.speed was removed.'],
    [
      'an argument that must be given now',
      before.replace('String)', 'String!)'),
      'Query.port arg name has changed type from String to String!.',
    ],
    ['a field of another type', before.replace('Int', '[Int]'), 'Query.port changed type from Int to [Int].'],
    ['an enum value that is gone', before.replace('SLOW', 'QUICK'), 'SLOW was removed from enum type Speed.'],
  ])('calls %s breaking', (_what, after, description) => {
    expect(compare(after).breaking).toEqual([description]);
  });

  it('calls a new enum value dangerous, and not breaking', () => {
    expect(compare(before.replace('SLOW', 'SLOW QUICK'))).toMatchObject({
      breaking: [],
      dangerous: ['QUICK was added to enum type Speed.'],
    });
  });

  it.each([
    ['0.1.9', '0.1.0', false],
    ['0.2.0', '0.1.9', true],
    ['1.0.0', '0.9.0', true],
    ['1.9.0', '1.0.0', false],
    ['2.0.0', '1.9.9', true],
    ['0.9.0', '1.0.0', false],
  ])('lets %s break what %s promised: %s', (version, released, mayBreak) => {
    expect(compare(before, version, released).mayBreak).toBe(mayBreak);
  });

  it('refuses a file that does not say which release it is of', () => {
    expect(() => compareWithRelease(before, buildSchema(before), '1.0.0')).toThrow('# Tidewatch 1.2.3');
  });
});
