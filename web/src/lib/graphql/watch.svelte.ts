/** A query that follows its variables and the live feed, and keeps its last answer while the next one is on its way. */
import { onDestroy, untrack } from 'svelte';
import type { AnyVariables, DocumentInput, OperationResult } from '@urql/core';
import { getDashboard } from '#lib/dashboard.ts';
import { takeEarly } from './early.ts';
import { faultOf } from './fault.ts';
import type { Fault } from './fault.ts';

export class Watched<Data, Variables = unknown> {
  /** The newest answer; undefined before the first. */
  data: Data | undefined = $state.raw(undefined);
  /** What that answer was asked with: a chart is drawn over the range of its rows, not over the one just chosen. */
  askedWith: Variables | undefined = $state.raw(undefined);
  /** Why the newest attempt failed; null when it did not. An earlier answer stays. */
  fault: Fault | null = $state.raw(null);
  readonly #ask: () => void;

  constructor(ask: () => void) {
    this.#ask = ask;
  }

  refresh(): void {
    this.#ask();
  }
}

/**
 * Call while a component is set up. Asks when `variables` change (null: not yet) and when the feed says so.
 * At most one request is under way: what changes meanwhile leads to one more, with the newest variables. So a slow
 * server is never asked faster than it answers, and a fast clock never keeps an answer from being shown.
 */
export function watchQuery<Data, Variables extends AnyVariables>(
  document: DocumentInput<Data, Variables>,
  variables: () => Variables | null,
): Watched<Data, Variables> {
  const { client, feed } = getDashboard();
  let wanted: Variables | null = null;
  let running = false;
  let again = false;
  let gone = false;
  let early = takeEarly(document, () => untrack(variables));

  const take = ({ data, error }: OperationResult<Data>, asked: Variables) => {
    if (data !== undefined && data !== null) {
      watched.data = data;
      watched.askedWith = asked;
    }
    watched.fault = error ? faultOf(error, data !== undefined && data !== null) : null;
  };
  /** A promise takes one result and lets go: a subscription to a query would stay in the client for good. */
  const ask = async () => {
    again = running;
    if (running || wanted === null) return;
    running = true;
    const asked = wanted;
    // One that was not asked yet when the page was set up may be under way by now.
    early ??= takeEarly(document, () => asked);
    const answer = early?.result ?? client.query(document, asked).toPromise();
    early = undefined;
    const result = await answer;
    running = false;
    if (gone) return;
    take(result, asked);
    if (again) void ask();
  };

  const watched = new Watched<Data, Variables>(() => void ask());
  if (early?.settled) take(early.settled, early.variables);
  $effect(() => {
    wanted = variables();
    void feed.revision;
    void ask();
  });
  onDestroy(() => (gone = true));
  return watched;
}
