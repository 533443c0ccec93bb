/** Reads the table of subscribers (`IdSubscriber,Plan,Type`): whom a subscriber is compared with. */
import { createHash } from 'node:crypto';
import { oneCohort, type CohortDirectory } from '../domain/cohort-directory.ts';
import type { Pseudonyms } from '../privacy/pseudonyms.ts';
import { shapeOf } from '../privacy/shape-of.ts';

export interface SubscriberTable {
  readonly cohorts: CohortDirectory;
  /** Two tables with the same content have the same one: a state that was learned under another does not fit. */
  readonly version: string;
}

/** When nothing is known of anybody. */
export const noSubscriberTable: SubscriberTable = { cohorts: oneCohort, version: 'none' };

/** All that is wrong with a table of subscribers, one sentence a fault. */
export class SubscriberTableError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

const header = 'IdSubscriber,Plan,Type';
const typeNames = new Map([
  ['P', 'who are persons'],
  ['J', 'who are companies'],
]);
/** The network itself, of those that are not listed, and so many plans and types. */
const mostCohorts = 64;
const mostPlanCharacters = 40;
const mostFaults = 20;
const mostQuoted = 60;

/** `pseudonyms` when subscribers are known by them. Throws `SubscriberTableError` with what is wrong, the first faults one by one. */
export function readSubscriberTable(text: string, pseudonyms: Pick<Pseudonyms, 'of'> | null = null): SubscriberTable {
  const [first = '', ...lines] = text.replace(/^\uFEFF/, '').split('\n');
  if (first.trim() !== header)
    throw new SubscriberTableError([`Line 1 of the table of subscribers is ${quoted(first)}, expected ${header}.`]);
  const reader = new RowReader(pseudonyms);
  lines.forEach((line, index) => reader.take(line, index + 2));
  const version = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return { cohorts: reader.finish(), version };
}

class RowReader {
  readonly #cohortOf = new Map<string, number>();
  readonly #numbers = new Map<string, number>([[oneCohort.nameOf(0), 0]]);
  readonly #faults: string[] = [];
  readonly #pseudonyms: Pick<Pseudonyms, 'of'> | null;
  #faultCount = 0;

  constructor(pseudonyms: Pick<Pseudonyms, 'of'> | null) {
    this.#pseudonyms = pseudonyms;
  }

  take(line: string, number: number): void {
    if (line.trim() === '') return;
    const values = line.split(',').map((value) => value.trim());
    const [given = '', plan = '', type = ''] = values;
    const id = this.#pseudonyms === null || given === '' ? given : this.#pseudonyms.of(given);
    const expected = this.#expectedOf(values, id, plan, type);
    if (expected !== null) {
      this.#fault(number, `${quoted(line)}, expected ${expected}`);
      return;
    }
    this.#cohortOf.set(id, this.#numberOf(plan === '' ? typeNames.get(type) : `on plan ${plan}`, line, number));
  }

  finish(): CohortDirectory {
    const more = this.#faultCount - this.#faults.length;
    if (this.#faultCount > 0)
      throw new SubscriberTableError([
        ...this.#faults,
        ...(more > 0 ? [`There are ${more} more faults in the table of subscribers.`] : []),
      ]);
    const names = [...this.#numbers.keys()];
    const cohortOf = this.#cohortOf;
    return {
      size: names.length,
      cohortOf: (id) => cohortOf.get(id) ?? 0,
      nameOf: (cohort) => names[cohort] ?? oneCohort.nameOf(0),
    };
  }

  /** What a row should have been; null when it is in order. */
  #expectedOf(values: readonly string[], id: string, plan: string, type: string): string | null {
    if (values.length !== 3) return `the three values of ${header}`;
    if (id === '') return 'the number of a subscriber first';
    if (this.#cohortOf.has(id)) return 'each subscriber once';
    if (plan.length > mostPlanCharacters) return `a plan of at most ${mostPlanCharacters} characters`;
    return type === '' || typeNames.has(type) ? null : 'a type of P (person), J (company) or none';
  }

  #numberOf(name: string | undefined, line: string, number: number): number {
    if (name === undefined) return 0;
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    if (this.#numbers.size === mostCohorts) {
      this.#fault(number, `${quoted(line)}, expected one of the ${mostCohorts - 1} plans and types before it, at most`);
      return 0;
    }
    this.#numbers.set(name, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  #fault(line: number, text: string): void {
    this.#faultCount++;
    if (this.#faults.length < mostFaults) this.#faults.push(`Line ${line} of the table of subscribers is ${text}.`);
  }
}

/** Without the number of the subscriber, which stands first: faults go to logs. */
function quoted(text: string): string {
  const row = text.trimEnd();
  const isWhole = row.includes(',');
  const line = isWhole ? row.replace(/^[^,]*[^,\s]/, '…') : shapeOf(row);
  const shown = JSON.stringify(line.length > mostQuoted ? `${line.slice(0, mostQuoted)}…` : line);
  return isWhole ? shown : `${shown} (a for each letter, 9 for each digit)`;
}
