/**
 * Types for the dashboard's GraphQL documents, made from schema.graphql without a running server.
 * Documents live in .ts (the `graphql()` tag) and .graphql files; components import them from there.
 */
import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: ['web/src/**/*.{ts,graphql}', '!web/src/lib/graphql/generated/**'],
  ignoreNoDocuments: true,
  generates: {
    'web/src/lib/graphql/generated/': {
      preset: 'client',
      // The server takes these documents by their hash from who may send no others.
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
      config: {
        scalars: { DateTime: 'string', ByteCount: 'string', Duration: 'string' },
        strictScalars: true,
        enumsAsTypes: true,
        useTypeImports: true,
      },
    },
  },
};

export default config;
