/** What the first picture shows of the server's answers, and is therefore asked before the code of the page is there. */
import { askEarly } from './early.ts';
import { AnomaliesDocument, IngestStatusDocument } from './generated/graphql.ts';

/** The list of what is wrong now. */
export const openNow = { filter: { status: 'OPEN' }, first: 200, after: null } as const;

export function askFirstQuestions(pathname: string): void {
  askEarly(IngestStatusDocument, {});
  if (pathname === '/') askEarly(AnomaliesDocument, openNow);
}
