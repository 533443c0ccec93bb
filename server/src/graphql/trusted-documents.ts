/** The dashboard's own documents, known by their hash: who may send none of his own sends these. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'graphql-yoga';
import type { Principal } from '../access/policy.ts';
import type { SenderContext } from './access-rule.ts';
import { clientError } from './errors.ts';

/** Texts by `sha256:` and the hash. */
export type TrustedDocuments = ReadonlyMap<string, string>;

/** As the build of the dashboard left them; none when it is not built. */
export function trustedDocumentsIn(dashboardDir: string): TrustedDocuments {
  try {
    const text = readFileSync(join(dashboardDir, 'persisted-documents.json'), 'utf8');
    return new Map(Object.entries(JSON.parse(text) as Record<string, string>));
  } catch {
    return new Map();
  }
}

interface Params {
  readonly query?: string | null | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/** The request with the text of the document it names. Throws for one that is not known, and for a text from who may send none. */
export function withDocument<Given extends Params>(
  given: Given,
  principal: Principal,
  documents: TrustedDocuments,
): Given {
  const hash = hashIn(given);
  if (hash === undefined) {
    if (principal.permissions.has('explore') || given.query == null) return given;
    const message = 'Documents of one’s own need the permission "explore"; those of the dashboard go by their hash';
    throw clientError('FORBIDDEN', message, null, { http: { status: 403 } });
  }
  const query = documents.get(hash.startsWith('sha256:') ? hash : `sha256:${hash}`);
  if (query !== undefined) return { ...given, query };
  throw clientError('UNKNOWN_DOCUMENT', 'There is no document of this hash: load the page again', null, {
    http: { status: 400 },
  });
}

function hashIn({ extensions }: Params): string | undefined {
  const persisted = extensions?.['persistedQuery'] as { readonly sha256Hash?: unknown } | null | undefined;
  return typeof persisted?.sha256Hash === 'string' ? persisted.sha256Hash : undefined;
}

export function createTrustedDocuments(documents: TrustedDocuments): Plugin<object, Partial<SenderContext>> {
  return {
    onParams({ params, setParams, context: { principal } }) {
      if (principal !== undefined && typeof params === 'object' && params !== null)
        setParams(withDocument(params, principal, documents));
    },
  };
}
