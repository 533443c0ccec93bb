/** What a client asks, as a key: equal keys get equal answers to the same event. */
import { getOperationAST, Kind, visit, type DocumentNode, type ExecutionArgs, type FieldNode } from 'graphql';
import { resumable } from './anomaly-events.ts';
import type { ApiContext } from './context.ts';

/** The text of the document, the operation, what the client may see, and the variables but the one that only says where the client begins. */
export function questionKey({ document, operationName, variableValues, contextValue }: ExecutionArgs): string {
  const operation = getOperationAST(document, operationName);
  const beginning = beginningVariable(document);
  const variables = (operation?.variableDefinitions ?? [])
    .map(({ variable }) => variable.name.value)
    .filter((name) => name !== beginning && variableValues?.[name] !== undefined)
    .map((name) => [name, inOrder(variableValues?.[name])]);
  const { actor } = contextValue as ApiContext;
  return JSON.stringify([document.loc?.source.body, operation?.name?.value, actor.view, variables]);
}

/** The variable that is used as the resumable field's argument, and for nothing else; null when there is none. */
function beginningVariable(document: DocumentNode): string | null {
  const uses: { readonly name: string; readonly begins: boolean }[] = [];
  const beginnings = new Set<object>();
  visit(document, {
    Field(field) {
      const value = argumentOf(field);
      if (value !== undefined) beginnings.add(value);
    },
    VariableDefinition: () => false,
    Variable(variable) {
      uses.push({ name: variable.name.value, begins: beginnings.has(variable) });
    },
  });
  const name = uses.find(({ begins }) => begins)?.name ?? null;
  return uses.some((use) => use.name === name && !use.begins) ? null : name;
}

function argumentOf({ name, arguments: given = [] }: FieldNode): object | undefined {
  if (name.value !== resumable.field) return undefined;
  const value = given.find((argument) => argument.name.value === resumable.argument)?.value;
  return value?.kind === Kind.VARIABLE ? value : undefined;
}

/** The value with the fields of its objects in order, as they mean the same in any. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => [name, inOrder(field)]);
}
