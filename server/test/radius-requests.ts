/** Accounting requests as a NAS makes them, byte by byte and by itself: the codec of the product is not asked. */
import { createHash } from 'node:crypto';

/** Number, or the bytes of the value, by the number of the attribute. */
export type AttributeValue = readonly [type: number, value: number | string | Buffer];

export interface SessionTold {
  readonly status: 'start' | 'interim' | 'stop';
  readonly session: string;
  readonly subscriber: string;
  readonly nas: string;
  /** Epoch seconds. */
  readonly at: number;
  readonly sessionSeconds: number;
  readonly upBytes: number;
  readonly downBytes: number;
}

const statusNumbers = { start: 1, stop: 2, interim: 3 } as const;
const twoTo32 = 2 ** 32;

export function attributesOf(told: SessionTold): AttributeValue[] {
  const { status, session, subscriber, nas, at, sessionSeconds, upBytes, downBytes } = told;
  return [
    [40, statusNumbers[status]],
    [44, session],
    [1, subscriber],
    [32, nas],
    [55, at],
    [46, sessionSeconds],
    [42, upBytes % twoTo32],
    [52, Math.floor(upBytes / twoTo32)],
    [43, downBytes % twoTo32],
    [53, Math.floor(downBytes / twoTo32)],
  ];
}

export function encodeRequest(identifier: number, attributes: readonly AttributeValue[], secret: string): Buffer {
  const encoded = Buffer.concat(attributes.map(encodeAttribute));
  const header = Buffer.alloc(20);
  header[0] = 4;
  header[1] = identifier;
  header.writeUInt16BE(20 + encoded.length, 2);
  createHash('md5').update(header).update(encoded).update(secret).digest().copy(header, 4);
  return Buffer.concat([header, encoded]);
}

function encodeAttribute([type, value]: AttributeValue): Buffer {
  const bytes = typeof value === 'number' ? Buffer.alloc(4) : Buffer.from(value);
  if (typeof value === 'number') bytes.writeUInt32BE(value);
  return Buffer.concat([Buffer.from([type, 2 + bytes.length]), bytes]);
}
