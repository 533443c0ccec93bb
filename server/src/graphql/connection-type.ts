/** The GraphQL side of keyset connections: PageInfo, the paging arguments, and the edge and connection types of a list. */
import { builder } from './builder.ts';
import { defaultPageSize, largestPageSize, type Connection, type Edge, type PageInfo } from './connection.ts';

const PageInfoRef = builder.objectRef<PageInfo>('PageInfo');
PageInfoRef.implement({
  description: 'Where a page lies in its list.',
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', { description: 'True when more rows follow this page.' }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', { description: 'True when rows come before this page.' }),
    startCursor: t.exposeString('startCursor', {
      nullable: true,
      description: 'Cursor of the first row, to give as `before`; null for an empty page.',
    }),
    endCursor: t.exposeString('endCursor', {
      nullable: true,
      description: 'Cursor of the last row, to give as `after`; null for an empty page.',
    }),
  }),
});

const sizes = `0 to ${largestPageSize}, more is the error PAGE_TOO_LARGE`;
const badCursor = 'A damaged cursor, or one of another list, is the error BAD_CURSOR.';

/** The four paging arguments, fresh for one field. */
export const connectionArguments = () =>
  builder.args((t) => ({
    first: t.int({
      description: `Rows from the start of the list, or from \`after\` on: ${sizes}. ${defaultPageSize} when neither \`first\` nor \`last\` is given.`,
    }),
    after: t.string({ description: `Only rows after this cursor. ${badCursor}` }),
    last: t.int({
      description: `Rows from the end of the list, or up to \`before\`, in the list's own order: ${sizes}. Not together with \`first\`.`,
    }),
    before: t.string({ description: `Only rows before this cursor. ${badCursor}` }),
  }));

/** What a connection's row type is called and where it is defined. */
type NodeRef<Row> = ReturnType<typeof builder.objectRef<Row>>;

/** The types `<name>Connection` and `<name>Edge`. `Extra` is what further fields of the connection need to know. */
export function defineConnection<Row, Extra = unknown>(name: string, node: NodeRef<Row>, order: string) {
  const edge = builder.objectRef<Edge<Row>>(`${name}Edge`);
  edge.implement({
    description: 'One row of a list, with its place in it.',
    fields: (t) => ({
      // Of a type parameter the compiler can't know that it is no list, which Pothos would resolve otherwise.
      node: t.field({ type: node, description: 'The row itself.', resolve: (row) => row.node as never }),
      cursor: t.exposeString('cursor', {
        description: 'Opaque place of the row in the list, for `after` and `before`.',
      }),
    }),
  });
  const connection = builder.objectRef<Connection<Row> & Extra>(`${name}Connection`);
  connection.implement({
    description: `A page of a list, ordered by ${order}.`,
    fields: (t) => ({
      edges: t.field({
        type: [edge],
        description: 'The rows of this page.',
        resolve: async (page) => [...(await page.edges())],
      }),
      pageInfo: t.field({
        type: PageInfoRef,
        description: 'Where this page lies.',
        resolve: (page) => page.pageInfo(),
      }),
    }),
  });
  return connection;
}
