/** What an accounting request says, in the words of Tidewatch: "input" is what the NAS took in, the subscriber's upload. */
import type { EpochSeconds } from '../../domain/traffic.ts';
import { attribute, type Attributes } from './attributes.ts';

export type SessionRequestType = 'start' | 'interim' | 'stop';
/** `other` are those that tell of tunnels and failures: there is nothing in them to keep; `status` only asks whether we are there. */
export type RequestType = SessionRequestType | 'on' | 'off' | 'other' | 'status';

export interface AccountingRequest {
  readonly type: RequestType;
  /** What the NAS calls itself: its identifier, then its addresses. */
  readonly nasNames: readonly string[];
  /** When the counters were read, by the clock of the NAS if that can be. */
  readonly at: EpochSeconds;
  readonly clockIsWrong: boolean;
  /** Null unless the request tells of a session. */
  readonly session: SessionCounters | null;
}

export interface SessionCounters {
  readonly type: SessionRequestType;
  /** Acct-Session-Id, an octet a character. */
  readonly id: string;
  readonly subscriber: string;
  /** Age of the session when the counters were read; null when it is not told. */
  readonly sessionSeconds: number | null;
  /** Bytes since the session began; null when one of the two is not told. */
  readonly counters: { readonly upBytes: number; readonly downBytes: number } | null;
  readonly gigawords: boolean;
}

export type RequestFault = 'malformed' | 'no-subscriber';

/** Attributes that can tell who the subscriber is, by the names that the setting has for them. */
export const subscriberAttributes = {
  'User-Name': attribute.userName,
  'Chargeable-User-Identity': attribute.chargeableUserIdentity,
  'Calling-Station-Id': attribute.callingStationId,
} as const;
export type SubscriberAttribute = keyof typeof subscriberAttributes;

const types = new Map<number, RequestType>([
  [1, 'start'],
  [2, 'stop'],
  [3, 'interim'],
  [7, 'on'],
  [8, 'off'],
]);
/** A NAS without a clock begins in 1970, and one with a wrong one is no use: its time counts within these bounds. */
const mostAheadSeconds = 60;
const mostDelaySeconds = 86_400;
const twoTo32 = 2 ** 32;

export function statusRequest(attributes: Attributes, arrivedAt: EpochSeconds): AccountingRequest {
  return { type: 'status', nasNames: nasNamesIn(attributes), at: arrivedAt, clockIsWrong: false, session: null };
}

/** `arrivedAt` in epoch seconds; of `subscriberFrom` the first that is there tells the subscriber. */
export function readAccounting(
  attributes: Attributes,
  arrivedAt: EpochSeconds,
  subscriberFrom: readonly SubscriberAttribute[],
): AccountingRequest | RequestFault {
  const status = attributes.integer(attribute.acctStatusType);
  if (status === null) return 'malformed';
  const type = types.get(status) ?? 'other';
  const isOfSession = type === 'start' || type === 'interim' || type === 'stop';
  const session = isOfSession ? readSession(type, attributes, subscriberFrom) : null;
  if (typeof session === 'string') return session;
  return { type, nasNames: nasNamesIn(attributes), ...timeOf(attributes, arrivedAt), session };
}

function readSession(
  type: SessionRequestType,
  attributes: Attributes,
  subscriberFrom: readonly SubscriberAttribute[],
): SessionCounters | RequestFault {
  const id = attributes.find(attribute.acctSessionId);
  if (id === null || id.length === 0) return 'malformed';
  const subscriber = firstText(attributes, subscriberFrom);
  if (subscriber === null) return 'no-subscriber';
  const gigawords = [attribute.acctInputGigawords, attribute.acctOutputGigawords].some(
    (one) => attributes.integer(one) !== null,
  );
  return { type, id: id.toString('latin1'), subscriber, ...countersOf(type, attributes), gigawords };
}

/** A session starts at zero, whatever else the request says. */
function countersOf(
  type: SessionRequestType,
  attributes: Attributes,
): Pick<SessionCounters, 'sessionSeconds' | 'counters'> {
  if (type === 'start') return { sessionSeconds: 0, counters: { upBytes: 0, downBytes: 0 } };
  const upBytes = bytesIn(attributes, attribute.acctInputOctets, attribute.acctInputGigawords);
  const downBytes = bytesIn(attributes, attribute.acctOutputOctets, attribute.acctOutputGigawords);
  return {
    // Some that don't know it say 0.
    sessionSeconds: attributes.integer(attribute.acctSessionTime) || null,
    counters: upBytes === null || downBytes === null ? null : { upBytes, downBytes },
  };
}

function bytesIn(attributes: Attributes, octets: number, gigawords: number): number | null {
  const low = attributes.integer(octets);
  return low === null ? null : low + twoTo32 * (attributes.integer(gigawords) ?? 0);
}

function firstText(attributes: Attributes, from: readonly SubscriberAttribute[]): string | null {
  for (const name of from) {
    const text = attributes.text(subscriberAttributes[name]);
    if (text !== null) return text;
  }
  return null;
}

function nasNamesIn(attributes: Attributes): string[] {
  const identifier = attributes.text(attribute.nasIdentifier);
  const address = attributes.find(attribute.nasIpAddress);
  const address6 = attributes.find(attribute.nasIpv6Address);
  return [identifier, address?.length === 4 ? address.join('.') : null, ipv6Text(address6)].filter(
    (name) => name !== null,
  );
}

/** As `new URL` writes it: the shortest form, in lower case. */
function ipv6Text(address: Buffer | null): string | null {
  if (address?.length !== 16) return null;
  return new URL(`http://[${address.toString('hex').replace(/(....)(?=.)/g, '$1:')}]`).hostname.slice(1, -1);
}

function timeOf(attributes: Attributes, arrivedAt: EpochSeconds): Pick<AccountingRequest, 'at' | 'clockIsWrong'> {
  const told = attributes.integer(attribute.eventTimestamp);
  const canBe = told !== null && told <= arrivedAt + mostAheadSeconds && told >= arrivedAt - mostDelaySeconds;
  if (canBe) return { at: told, clockIsWrong: false };
  const delay = attributes.integer(attribute.acctDelayTime) ?? 0;
  return { at: arrivedAt - (delay <= mostDelaySeconds ? delay : 0), clockIsWrong: told !== null };
}
