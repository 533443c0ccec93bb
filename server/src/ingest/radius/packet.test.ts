import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRequest } from '../../../test/radius-requests.ts';
import { attribute } from './attributes.ts';
import { readRequest, responseTo, type AccountingPacket } from './packet.ts';

const secret = Buffer.from('testing123');
/** As FreeRADIUS' radclient sent it: an interim update with two Proxy-State and a Message-Authenticator. */
const ofRadclient = Buffer.from(
  '048d00b1560face8f0f8e7712e4b7d891bd818d60113616c696365406578616d706c652e6e65742c08354430412d312806000000032e0600000708' +
    '2a06ffffffff3406000000012b06000000073506000000022008627261732d310406c00002015f1220010db800000000000000000000000137066592' +
    '00802906000000031f1330302d31312d32322d33332d34342d3535590643383039210401022103035012d0ab6b09d2817cc876d2fc6f0f0b44ed',
  'hex',
);

/** Its Status-Server. */
const statusOfRadclient = Buffer.from(
  '0c6f002681b0c76ba937d606b930a55be51ef470501297c90499ea8f1f321ea9c34b1af57f36',
  'hex',
);

function packetIn(datagram: Buffer): AccountingPacket {
  const packet = readRequest(datagram, secret);
  if (typeof packet === 'string') throw new Error(packet);
  return packet;
}

describe('a request', () => {
  it('is read as radclient sends it', () => {
    const { identifier, attributes } = packetIn(ofRadclient);
    expect(identifier).toBe(141);
    expect(attributes.text(attribute.userName)).toBe('alice@example.net');
    expect(attributes.integer(attribute.acctInputOctets)).toBe(0xffff_ffff);
    expect(attributes.integer(attribute.acctOutputGigawords)).toBe(2);
    expect(attributes.find(200)).toBeNull();
  });

  it('may have padding behind it', () => {
    expect(packetIn(Buffer.concat([ofRadclient, Buffer.alloc(7)])).identifier).toBe(141);
  });

  it('is not read when a bit of it is another, or the secret', () => {
    fc.assert(
      fc.property(fc.nat(ofRadclient.length * 8 - 1), (bit) => {
        const changed = Buffer.from(ofRadclient);
        changed[bit >> 3]! ^= 1 << (bit & 7);
        expect(readRequest(changed, secret)).toBeTypeOf('string');
      }),
      { seed: 1, numRuns: 1416 },
    );
    expect(readRequest(ofRadclient, Buffer.from('testing124'))).toBe('bad-authenticator');
  });

  it('is malformed when it is cut off anywhere, or its attributes do not add up', () => {
    for (let length = 0; length < ofRadclient.length; length++)
      expect(readRequest(ofRadclient.subarray(0, length), secret)).toBe('malformed');
    const tooShort = encodeRequest(1, [[1, Buffer.alloc(0)]], 'testing123');
    expect(packetIn(tooShort).attributes.text(1)).toBeNull();
    tooShort[21] = 1;
    expect(readRequest(signed(tooShort), secret)).toBe('malformed');
    tooShort[21] = 3;
    expect(readRequest(signed(tooShort), secret)).toBe('malformed');
  });

  it('may ask whether the server is there, signed as radclient signs it', () => {
    const { asksForStatus, identifier } = packetIn(statusOfRadclient);
    expect([asksForStatus, identifier]).toEqual([true, 111]);
    expect(packetIn(ofRadclient).asksForStatus).toBe(false);
    expect(readRequest(statusOfRadclient, Buffer.from('testing124'))).toBe('bad-authenticator');
    for (let bit = 0; bit < statusOfRadclient.length * 8; bit++) {
      const changed = Buffer.from(statusOfRadclient);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(readRequest(changed, secret)).toBeTypeOf('string');
    }
    // Without a signature anybody could ask.
    const unsigned = Buffer.from(statusOfRadclient.subarray(0, 20));
    unsigned.writeUInt16BE(20, 2);
    expect(readRequest(unsigned, secret)).toBe('bad-authenticator');
  });

  it('is for accounting, or not read', () => {
    const access = Buffer.from(ofRadclient);
    access[0] = 1;
    expect(readRequest(signed(access), secret)).toBe('not-accounting');
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 80 }), (bytes) => {
        const datagram = Buffer.from(bytes);
        datagram[0] = 4;
        datagram.writeUInt16BE(datagram.length, 2);
        const read = readRequest(signed(datagram), secret);
        return typeof read === 'string'
          ? read === 'malformed'
          : Array.from({ length: 256 }, (_, type) => read.attributes.integer(type)).length === 256;
      }),
      { seed: 2, numRuns: 2000 },
    );
  });
});

describe('a response', () => {
  it('is signed over the request, and brings its proxy states back in their order', () => {
    const response = responseTo(packetIn(ofRadclient), secret);
    const proxyStates = Buffer.from('21040102210303', 'hex');
    expect(response.subarray(0, 4)).toEqual(Buffer.from([5, 141, 0, 27]));
    expect(response.subarray(20)).toEqual(proxyStates);
    const expected = createHash('md5')
      .update(response.subarray(0, 4))
      .update(ofRadclient.subarray(4, 20))
      .update(proxyStates)
      .update(secret)
      .digest();
    expect(response.subarray(4, 20)).toEqual(expected);
  });
});

/** The same with the authenticator that belongs to it. */
function signed(packet: Buffer): Buffer {
  packet.fill(0, 4, 20);
  createHash('md5').update(packet).update(secret).digest().copy(packet, 4);
  return packet;
}
