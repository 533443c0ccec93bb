/** Turns errors of the engine that a person can do something about into sentences that say what. */
import { HistoryUnavailable } from './history-unavailable.ts';

const untrusted =
  'shows a certificate that this machine does not trust: name the file of its authority in NODE_EXTRA_CA_CERTS';

/** Codes of ClickHouse, from its ErrorCodes.cpp, and of the network. */
const damaged =
  'has a damaged file: bytes on its disk are not those that were written. Look at the disk, and restore the last backup';
const advice: ReadonlyMap<string, string> = new Map([
  ['40', damaged],
  ['ECONNREFUSED', 'refused the connection: is the server running, and is its address right?'],
  ['ECONNRESET', 'closed the connection: it may be restarting'],
  ['ENOTFOUND', 'has a name that does not resolve: is its address right?'],
  ['EHOSTUNREACH', 'is not reachable from this machine'],
  ['ETIMEDOUT', 'does not answer'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', untrusted],
  ['SELF_SIGNED_CERT_IN_CHAIN', untrusted],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', untrusted],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', untrusted],
  ['CERT_HAS_EXPIRED', 'shows a certificate that has expired'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'shows a certificate of another name: is its address right?'],
  ['193', 'refused the password'],
  ['194', 'wants a password: put user and password into its URL'],
  ['241', 'ran out of the memory it may use'],
  ['243', 'has no room left on its disk'],
  ['252', 'can not merge as fast as it is written to'],
  [
    '497',
    'does not give this user the rights that history needs: to create a database and its tables, to read, insert and delete',
  ],
  ['516', 'refused user or password'],
]);

/** Passes the result on; an error with advice becomes a sentence, any other goes through as it is. */
export async function explained<T>(where: string, outcome: Promise<T>): Promise<T> {
  try {
    return await outcome;
  } catch (error) {
    throw explain(where, error);
  }
}

function explain(where: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const sentence = advice.get(codeOf(error));
  return sentence === undefined
    ? error
    : new HistoryUnavailable(`${where} ${sentence} (${error.message})`, { cause: error });
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
