/**
 * Questions that are asked while the code of the page that asks them is still on its way. Each answer is given out once,
 * to who asks the same.
 */
import { stringifyVariables } from '@urql/core';
import type { AnyVariables, DocumentInput, OperationResult } from '@urql/core';
import { client } from './client.ts';

export class EarlyAnswer<Data = unknown, Variables = unknown> {
  readonly variables: Variables;
  readonly result: Promise<OperationResult<Data>>;
  /** The same once it is there, so that the first picture has it already. */
  settled: OperationResult<Data> | undefined;

  constructor(variables: Variables, result: Promise<OperationResult<Data>>) {
    this.variables = variables;
    this.result = result;
    void result.then((settled) => (this.settled = settled));
  }
}

const answers = new Map<unknown, EarlyAnswer>();

export function askEarly<Data, Variables extends AnyVariables>(
  document: DocumentInput<Data, Variables>,
  variables: Variables,
): Promise<OperationResult<Data>> {
  const answer = new EarlyAnswer(variables, client.query(document, variables).toPromise());
  answers.set(document, answer);
  return answer.result;
}

/** Undefined when it was not asked, or with other variables than the asker wants now. */
export function takeEarly<Data, Variables>(
  document: DocumentInput<Data, Variables extends AnyVariables ? Variables : never>,
  wanted: () => Variables | null,
): EarlyAnswer<Data, Variables> | undefined {
  const found = answers.get(document) as EarlyAnswer<Data, Variables> | undefined;
  if (!found) return undefined;
  answers.delete(document);
  return stringifyVariables(found.variables) === stringifyVariables(wanted()) ? found : undefined;
}
