/** What history knows subscribers by, when a process begins that will add to it. */
import { CommandFault, exitCodes } from '../commands/command-fault.ts';
import type { HistoryReader } from '../history/history.ts';
import { looksLikePseudonym, pseudonymPrefix, type Pseudonyms } from './pseudonyms.ts';

/** Enough to meet one that is younger than the keys. */
const looked = 1000;

/**
 * Throws `CommandFault` when history has pseudonyms and none of those looked at was made with a key that is given: without
 * its key a start would write numbers beside them, with another one every subscriber would be somebody new.
 */
export async function refuseOtherNames(
  history: Pick<HistoryReader, 'listSubscribers'>,
  pseudonyms: Pick<Pseudonyms, 'numberOf'> | null,
): Promise<void> {
  const rows = await history.listSubscribers({ search: pseudonymPrefix }, { limit: looked });
  const kept = rows.map(({ subscriber }) => subscriber).filter(looksLikePseudonym);
  if (kept.length === 0 || kept.some((name) => (pseudonyms?.numberOf(name) ?? null) !== null)) return;
  const given = pseudonyms === null ? 'no --pseudonym-keys were given' : 'none of the --pseudonym-keys undoes them';
  throw new CommandFault(exitCodes.configuration, [
    `In history subscribers stand under pseudonyms, and ${given}, expected the file whose key made them, or another --data folder or database.`,
  ]);
}
