/** The `audit` command: whether an exported audit is whole, line by line. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { AuditVerifier, type AuditHead } from '../access/audit-chain.ts';
import { CommandFault, exitCodes } from './command-fault.ts';
import { ConfigError } from '../settings/config-error.ts';
import type { AuditEntry } from '../history/audit-history.ts';
import type { ProgressOutput } from '../telemetry/progress-bar.ts';

const help = `npm run audit -- verify FILE [--head HASH]

FILE is what GET /access/audit gave. --head HASH is the hash that an earlier run named last: it must still be in the chain.
Ends with 0 when every entry is as it was written and none is missing, with 65 when not.
`;

/** What a line of the export can be. */
type Line = AuditEntry | { readonly head: AuditHead | null };

export async function runAudit(args: readonly string[], messages: ProgressOutput): Promise<number> {
  const [command, path, option, hash] = args;
  if (command === '--help' || command === undefined) {
    messages.write(help);
    return 0;
  }
  if (
    command !== 'verify' ||
    path === undefined ||
    (option !== undefined && (option !== '--head' || hash === undefined))
  )
    throw new ConfigError([`Expected: audit verify FILE [--head HASH].`]);
  const { verdict, hasHash } = await verdictOn(path, hash ?? null);
  const faults = [...verdict.faults, ...(hasHash ? [] : [`No entry has the hash ${hash}: the chain is another one`])];
  for (const { chain, ordinal, hash: newest } of verdict.heads)
    messages.write(`Chain ${chain}: ${ordinal} entries, the newest has ${newest}\n`);
  if (faults.length > 0)
    throw new CommandFault(
      exitCodes.badData,
      faults.map((fault) => `${fault}.`),
    );
  messages.write(`${verdict.entries} entries, each as it was written.\n`);
  return 0;
}

async function verdictOn(path: string, hash: string | null) {
  const verifier = new AuditVerifier();
  const heads: AuditHead[] = [];
  let hasHash = hash === null;
  let lines = 0;
  const input = createReadStream(path).on('error', (error) => reader.emit('error', error));
  const reader = createInterface({ input, crlfDelay: Infinity });
  try {
    for await (const text of reader) {
      lines += 1;
      const line = JSON.parse(text) as Line;
      if ('head' in line) heads.push(...(line.head === null ? [] : [line.head]));
      else {
        verifier.take(line);
        hasHash ||= line.hash === hash;
      }
    }
  } catch (error) {
    throw new ConfigError([
      `${path}, line ${lines}: ${(error as Error).message}; expected what GET /access/audit gives.`,
    ]);
  }
  return { verdict: verifier.verdict(heads), hasHash };
}
