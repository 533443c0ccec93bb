/** Tables of what people did, and of who was erased: no part of a commit, and kept for ever. */
import type { TableDefinition } from './table-definitions.ts';

export const tablesOfPeople: readonly TableDefinition[] = [
  {
    // What is taken out shows in the hashes.
    name: 'audit',
    columns: `
  chain LowCardinality(String),
  ordinal UInt32,
  text String COMMENT 'the note as JSON, which the hash is of' CODEC(ZSTD(1)),
  hash String,
  written DateTime('UTC') DEFAULT now()`,
    engine: 'ReplacingMergeTree ORDER BY (chain, ordinal)',
  },
  {
    // Who is ignored stays so.
    name: 'erasures',
    columns: `
  hash String COMMENT 'of the name of the subscriber, under a key that is not here',
  key_id LowCardinality(String) COMMENT 'which key',
  at_ms UInt64,
  ignored UInt8`,
    engine: 'ReplacingMergeTree ORDER BY (at_ms, hash)',
  },
];
