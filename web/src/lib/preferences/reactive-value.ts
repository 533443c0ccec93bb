/** A value outside of components whose readers run again when it changes; plain, so that tests need no compiler. */
import { createSubscriber } from 'svelte/reactivity';

export class ReactiveValue<T> {
  #value: T;
  #changed: (() => void) | undefined;
  readonly #subscribe = createSubscriber((update) => {
    this.#changed = update;
    return () => (this.#changed = undefined);
  });

  constructor(value: T) {
    this.#value = value;
  }

  get current(): T {
    this.#subscribe();
    return this.#value;
  }

  set current(value: T) {
    if (value === this.#value) return;
    this.#value = value;
    this.#changed?.();
  }
}
