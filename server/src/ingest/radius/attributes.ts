/** The attributes of a RADIUS packet: looked up where they lie, since a request is asked for few of them and once. */
import { isUtf8 } from 'node:buffer';

/** Numbers of the attributes that accounting needs (RFC 2865, 2866, 2869, 3162, 3579, 4372). */
export const attribute = {
  userName: 1,
  nasIpAddress: 4,
  callingStationId: 31,
  nasIdentifier: 32,
  proxyState: 33,
  acctStatusType: 40,
  acctDelayTime: 41,
  acctInputOctets: 42,
  acctOutputOctets: 43,
  acctSessionId: 44,
  acctSessionTime: 46,
  acctInputGigawords: 52,
  acctOutputGigawords: 53,
  eventTimestamp: 55,
  messageAuthenticator: 80,
  chargeableUserIdentity: 89,
  nasIpv6Address: 95,
} as const;

export class Attributes {
  readonly #bytes: Buffer;

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Null when the lengths of the attributes don't add up to that of the bytes. */
  static of(bytes: Buffer): Attributes | null {
    let at = 0;
    while (at + 2 <= bytes.length && bytes[at + 1]! >= 2) at += bytes[at + 1]!;
    return at === bytes.length ? new Attributes(bytes) : null;
  }

  /** Value of the first of this type, or null. */
  find(type: number): Buffer | null {
    const bytes = this.#bytes;
    for (let at = 0; at < bytes.length; at += bytes[at + 1]!)
      if (bytes[at] === type) return bytes.subarray(at + 2, at + bytes[at + 1]!);
    return null;
  }

  /** A number of 32 bits; null when there is none. */
  integer(type: number): number | null {
    const value = this.find(type);
    return value?.length === 4 ? value.readUInt32BE() : null;
  }

  /** Null when there is none, or what is there is no text. */
  text(type: number): string | null {
    const value = this.find(type);
    return value === null || value.length === 0 || !isUtf8(value) ? null : value.toString();
  }

  /** All of this type as they stand, types and lengths included. */
  whole(type: number): Buffer {
    const bytes = this.#bytes;
    const found: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += bytes[at + 1]!)
      if (bytes[at] === type) found.push(bytes.subarray(at, at + bytes[at + 1]!));
    return Buffer.concat(found);
  }
}
