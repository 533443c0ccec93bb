/**
 * Packets of RADIUS accounting (RFC 2866), and the question whether its server is there (Status-Server, RFC 5997): a request is
 * read once its authenticator is right, and answered with one of its own.
 */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { attribute, Attributes } from './attributes.ts';

export interface AccountingPacket {
  /** Whether it asks if the server is there, and tells nothing. */
  readonly asksForStatus: boolean;
  readonly identifier: number;
  /** 16 octets. */
  readonly authenticator: Buffer;
  readonly attributes: Attributes;
}

export type PacketFault = 'malformed' | 'not-accounting' | 'bad-authenticator';

const accountingRequest = 4;
const accountingResponse = 5;
const statusServer = 12;
/** Code, identifier, length and authenticator. */
export const headerBytes = 20;
const mostBytes = 4096;
const authenticatorAt = 4;

/** What lies behind the length that the packet gives is padding (RFC 2865, section 3). */
export function readRequest(datagram: Buffer, secret: Buffer): AccountingPacket | PacketFault {
  const length = datagram.length < headerBytes ? 0 : datagram.readUInt16BE(2);
  if (length < headerBytes || length > Math.min(datagram.length, mostBytes)) return 'malformed';
  const asksForStatus = datagram[0] === statusServer;
  if (datagram[0] !== accountingRequest && !asksForStatus) return 'not-accounting';
  const packet = datagram.subarray(0, length);
  const authenticator = packet.subarray(authenticatorAt, headerBytes);
  const attributes = Attributes.of(packet.subarray(headerBytes));
  const isSigned = asksForStatus
    ? attributes !== null && isSignedByMessage(packet, attributes, secret)
    : timingSafeEqual(authenticatorOf(packet, noAuthenticator, secret), authenticator);
  if (!isSigned) return attributes === null && asksForStatus ? 'malformed' : 'bad-authenticator';
  return attributes === null ? 'malformed' : { asksForStatus, identifier: packet[1]!, authenticator, attributes };
}

/** The authenticator of a Status-Server is drawn at random; the signature is its Message-Authenticator, without which it is none. */
function isSignedByMessage(packet: Buffer, attributes: Attributes, secret: Buffer): boolean {
  const signature = attributes.find(attribute.messageAuthenticator);
  if (signature?.length !== noAuthenticator.length) return false;
  const unsigned = Buffer.from(packet);
  noAuthenticator.copy(unsigned, signature.byteOffset - packet.byteOffset);
  return timingSafeEqual(createHmac('md5', secret).update(unsigned).digest(), signature);
}

/** The answer that says that the record is safe, or that the server is there. Whatever proxies put on the request goes back with it. */
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
