/** A seeded history with an API over it, open for all tests of a file. */
import { afterAll, beforeAll, expect } from 'vitest';
import type { ApiOptions } from '../src/http.ts';
import { openSeededHistory, startApi, type SeededHistory, type TestApi } from './api-fixture.ts';

interface SeededApi {
  readonly seeded: SeededHistory;
  readonly api: TestApi;
}

interface Questions {
  /** The data of an answer without errors. */
  readonly ask: <Answer = Record<string, unknown>>(query: string, variables?: object) => Promise<Answer>;
  /** Code and message of each error of the answer. */
  readonly refusal: (query: string, variables?: object) => Promise<string>;
}

/** Hands over what it opened before the first test, and closes it after the last one. */
export function withSeededApi(use: (opened: SeededApi) => void, options: Partial<ApiOptions> = {}): Questions {
  let opened: SeededApi;

  beforeAll(async () => {
    const seeded = await openSeededHistory();
    opened = { seeded, api: await startApi(seeded.history, options) };
    use(opened);
  });
  afterAll(async () => {
    await opened.api.stop();
    await opened.seeded.remove();
  });

  return {
    async ask<Answer>(query: string, variables = {}) {
      const { data, errors } = await opened.api.graphql(query, variables);
      expect(errors).toBeUndefined();
      return data as Answer;
    },
    async refusal(query, variables = {}) {
      const { errors } = await opened.api.graphql(query, { ...variables });
      return errors?.map(({ message, extensions }) => `${extensions.code}: ${message}`).join('; ') ?? 'not refused';
    },
  };
}
