import { describe, expect, it } from 'vitest';
import { createPseudonyms } from '../privacy/pseudonyms.ts';
import { noSubscriberTable, readSubscriberTable, SubscriberTableError } from './subscriber-table.ts';

const table = (...lines: string[]) => readSubscriberTable(['IdSubscriber,Plan,Type', ...lines, ''].join('\n'));

function faultsOf(text: string): readonly string[] {
  try {
    readSubscriberTable(text);
  } catch (error) {
    if (error instanceof SubscriberTableError) return error.faults;
    throw error;
  }
  return [];
}

describe('the table of subscribers', () => {
  it('puts subscribers of a plan together, by type where the plan is empty, and everybody else with the network', () => {
    const { cohorts } = table('1,P3,P', '2,P3,J', '3,,P', '4,,J', '5,,', '6,J10,J');
    const names = ['1', '2', '3', '4', '5', '6', 'not listed'].map((id) => cohorts.nameOf(cohorts.cohortOf(id)));
    expect(names).toEqual([
      'on plan P3',
      'on plan P3',
      'who are persons',
      'who are companies',
      'of the network',
      'on plan J10',
      'of the network',
    ]);
    expect(cohorts.size).toBe(5);
    expect(cohorts.cohortOf('not listed')).toBe(0);
  });

  it('reads what a spreadsheet writes: a byte-order mark, CRLF, blanks and empty lines', () => {
    const { cohorts } = readSubscriberTable('\uFEFFIdSubscriber,Plan,Type\r\n 17 , P3 , P \r\n\r\n');
    expect(cohorts.nameOf(cohorts.cohortOf('17'))).toBe('on plan P3');
  });

  it('knows subscribers by their pseudonyms when they have some', () => {
    const pseudonyms = createPseudonyms(['k'.repeat(32)]);
    const { cohorts } = readSubscriberTable('IdSubscriber,Plan,Type\n7560,P3,P\n', pseudonyms);
    expect(['7560', pseudonyms.of('7560')].map((id) => cohorts.nameOf(cohorts.cohortOf(id)))).toEqual([
      'of the network',
      'on plan P3',
    ]);
  });

  it('has a version that follows its content alone', () => {
    expect(table('1,P3,P').version).toBe(table('1,P3,P').version);
    expect(table('1,P3,P').version).not.toBe(table('1,P4,P').version);
    expect(table('1,P3,P').version).toMatch(/^[0-9a-f]{12}$/);
    expect(noSubscriberTable.version).toBe('none');
  });

  it('tells every fault with its line, what was given and what was expected, without whom it is about', () => {
    expect(faultsOf('Id;Plan;Type\n1;P3;P\n')).toEqual([
      'Line 1 of the table of subscribers is "aa;aaaa;aaaa" (a for each letter, 9 for each digit), expected IdSubscriber,Plan,Type.',
    ]);
    const rows = ['1,P3,P', '2,P3', ',P3,P', '1,P4,P', '3,P3,X', `4,${'p'.repeat(41)},P`];
    expect(faultsOf(['IdSubscriber,Plan,Type', ...rows].join('\n'))).toEqual([
      'Line 3 of the table of subscribers is "…,P3", expected the three values of IdSubscriber,Plan,Type.',
      'Line 4 of the table of subscribers is ",P3,P", expected the number of a subscriber first.',
      'Line 5 of the table of subscribers is "…,P4,P", expected each subscriber once.',
      'Line 6 of the table of subscribers is "…,P3,X", expected a type of P (person), J (company) or none.',
      `Line 7 of the table of subscribers is "…,${'p'.repeat(41)},P", expected a plan of at most 40 characters.`,
    ]);
  });

  it('takes 63 plans beside the network, and no more', () => {
    const plans = (count: number): string[] => Array.from({ length: count }, (_, n) => `${n},plan ${n},P`);
    expect(table(...plans(63)).cohorts.size).toBe(64);
    expect(faultsOf(['IdSubscriber,Plan,Type', ...plans(64)].join('\n'))).toEqual([
      'Line 65 of the table of subscribers is "…,plan 63,P", expected one of the 63 plans and types before it, at most.',
    ]);
  });

  it('tells twenty faults, and how many more there are', () => {
    const faults = faultsOf(['IdSubscriber,Plan,Type', ...Array.from({ length: 25 }, () => 'x')].join('\n'));
    expect(faults).toHaveLength(21);
    expect(faults.at(-1)).toBe('There are 5 more faults in the table of subscribers.');
  });
});
