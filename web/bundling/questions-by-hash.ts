/**
 * The server knows the dashboard's questions by their hash (`by-hash.ts`). So all that the browser gets of one is its hash, what
 * kind of question it is, and its name, by which urql tells it from others. Who works on the dashboard sends them whole.
 */
import { Kind } from 'graphql';
import type { DocumentNode } from 'graphql';
import type { Plugin } from 'vite';

type Hashed = DocumentNode & { readonly __meta__?: { readonly hash?: unknown } };
const generated = '/graphql/generated/graphql.ts';
const question = /^(export const \w+Document = )(.*)( as unknown as DocumentNode<)/gm;

/** Throws for one without a hash: it would never be answered. */
function shortened(document: string): string {
  const { __meta__, kind, definitions } = JSON.parse(document) as Hashed;
  const asked = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (typeof __meta__?.hash !== 'string' || asked?.name === undefined)
    throw new Error(`A question of ${generated} has no hash or no name, expected both of ${document.slice(0, 200)}`);
  const selectionSet = { kind: Kind.SELECTION_SET, selections: [] };
  const short = { kind: asked.kind, operation: asked.operation, name: asked.name, selectionSet };
  return JSON.stringify({ __meta__, kind, definitions: [short] });
}

export const questionsByHash: Plugin = {
  name: 'questions-by-hash',
  apply: 'build',
  // Before types are stripped.
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith(generated)
      ? code.replaceAll(
          question,
          (_, before: string, document: string, after: string) => before + shortened(document) + after,
        )
      : null,
};
