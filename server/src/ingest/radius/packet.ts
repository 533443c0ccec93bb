/** Packets of RADIUS accounting (RFC 2866): a request is read once its authenticator is right, and answered with one of its own. */
import { hash, timingSafeEqual } from 'node:crypto';
import { attribute, Attributes } from './attributes.ts';

export interface AccountingPacket {
  readonly identifier: number;
  /** 16 octets. */
  readonly authenticator: Buffer;
  readonly attributes: Attributes;
}

export type PacketFault = 'malformed' | 'not-accounting' | 'bad-authenticator';

const accountingRequest = 4;
const accountingResponse = 5;
/** Code, identifier, length and authenticator. */
export const headerBytes = 20;
const mostBytes = 4096;
const authenticatorAt = 4;

/** What lies behind the length that the packet gives is padding (RFC 2865, section 3). */
export function readRequest(datagram: Buffer, secret: Buffer): AccountingPacket | PacketFault {
  const length = datagram.length < headerBytes ? 0 : datagram.readUInt16BE(2);
  if (length < headerBytes || length > Math.min(datagram.length, mostBytes)) return 'malformed';
  if (datagram[0] !== accountingRequest) return 'not-accounting';
  const packet = datagram.subarray(0, length);
  const authenticator = packet.subarray(authenticatorAt, headerBytes);
  if (!timingSafeEqual(authenticatorOf(packet, noAuthenticator, secret), authenticator)) return 'bad-authenticator';
  const attributes = Attributes.of(packet.subarray(headerBytes));
  return attributes === null ? 'malformed' : { identifier: packet[1]!, authenticator, attributes };
}

/** The answer that says that the record is safe. Whatever proxies put on the request goes back with it. */
export function responseTo({ identifier, authenticator, attributes }: AccountingPacket, secret: Buffer): Buffer {
  const proxyStates = attributes.whole(attribute.proxyState);
  const response = Buffer.alloc(headerBytes + proxyStates.length);
  response[0] = accountingResponse;
  response[1] = identifier;
  response.writeUInt16BE(response.length, 2);
  response.set(proxyStates, headerBytes);
  response.set(authenticatorOf(response, authenticator, secret), authenticatorAt);
  return response;
}

const noAuthenticator = Buffer.alloc(16);

/** MD5 over the packet, with `authenticator` in the place of its own, and the secret. */
export function authenticatorOf(packet: Buffer, authenticator: Buffer, secret: Buffer): Buffer {
  const hashed = Buffer.concat([packet, secret]);
  hashed.set(authenticator, authenticatorAt);
  return hash('md5', hashed, 'buffer');
}
