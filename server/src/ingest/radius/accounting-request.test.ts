import { describe, expect, it } from 'vitest';
import { attributesOf, encodeRequest, type AttributeValue } from '../../../test/radius-requests.ts';
import { readAccounting, subscriberAttributes, type SubscriberAttribute } from './accounting-request.ts';
import { readRequest } from './packet.ts';

const arrivedAt = 1_704_067_260;
const everyAttribute = Object.keys(subscriberAttributes) as SubscriberAttribute[];
const interim = attributesOf({
  status: 'interim',
  session: '5D0A-1',
  subscriber: 'alice',
  nas: 'bras-1',
  at: arrivedAt - 30,
  sessionSeconds: 600,
  upBytes: 2 ** 32 + 5,
  downBytes: 3 * 2 ** 32 + 7,
});

/** The attributes with some others in their place, those with null taken out. */
function read(
  changes: readonly (readonly [number, AttributeValue[1] | null])[] = [],
  subscriberFrom: readonly SubscriberAttribute[] = everyAttribute,
) {
  const changed = new Set(changes.map(([type]) => type));
  const added = changes.filter((change): change is AttributeValue => change[1] !== null);
  const attributes = [...interim.filter(([type]) => !changed.has(type)), ...added];
  const packet = readRequest(encodeRequest(1, attributes, 'secret'), Buffer.from('secret'));
  if (typeof packet === 'string') throw new Error(packet);
  return readAccounting(packet.attributes, arrivedAt, subscriberFrom);
}

const sessionOf = (request: ReturnType<typeof read>) => (typeof request === 'string' ? request : request.session);

describe('an accounting request', () => {
  it('tells the counters of a session, input being what the subscriber sent', () => {
    expect(read()).toEqual({
      type: 'interim',
      nasNames: ['bras-1'],
      at: arrivedAt - 30,
      clockIsWrong: false,
      session: {
        type: 'interim',
        id: '5D0A-1',
        subscriber: 'alice',
        sessionSeconds: 600,
        counters: { upBytes: 2 ** 32 + 5, downBytes: 3 * 2 ** 32 + 7 },
        gigawords: true,
      },
    });
  });

  it('begins a session at zero', () => {
    expect(sessionOf(read([[40, 1]]))).toMatchObject({
      type: 'start',
      sessionSeconds: 0,
      counters: { upBytes: 0, downBytes: 0 },
    });
  });

  it.each([
    [7, 'on'],
    [8, 'off'],
    [9, 'other'],
  ])('of status %i is "%s" and tells of no session', (status, type) => {
    const request = read([
      [40, status],
      [44, null],
      [1, null],
    ]);
    expect(request).toMatchObject({ type, session: null });
  });

  it('needs a status, a session and a subscriber', () => {
    expect(read([[40, null]])).toBe('malformed');
    expect(read([[44, null]])).toBe('malformed');
    expect(read([[1, null]])).toBe('no-subscriber');
    expect(read([[1, Buffer.from([0xff, 0xfe])]])).toBe('no-subscriber');
  });

  it('tells the subscriber by the first attribute of the setting that is there', () => {
    const told: [number, string][] = [
      [89, 'c809'],
      [31, '00-11-22'],
    ];
    expect(sessionOf(read(told))).toMatchObject({ subscriber: 'alice' });
    expect(sessionOf(read([[1, null], ...told]))).toMatchObject({ subscriber: 'c809' });
    const callingFirst = ['Calling-Station-Id', 'User-Name'] as const;
    expect(sessionOf(read(told, callingFirst))).toMatchObject({ subscriber: '00-11-22' });
    expect(sessionOf(read([], callingFirst))).toMatchObject({ subscriber: 'alice' });
  });

  it('without gigawords counts to 2^32, without octets not at all, and an age of 0 is none', () => {
    const [withoutGigawords, withoutOctets, withoutAge] = [
      read([
        [52, null],
        [53, null],
      ]),
      read([[42, null]]),
      read([[46, 0]]),
    ].map(sessionOf);
    expect(withoutGigawords).toMatchObject({ gigawords: false, counters: { upBytes: 5, downBytes: 7 } });
    expect(withoutOctets).toMatchObject({ counters: null });
    expect(withoutAge).toMatchObject({ sessionSeconds: null });
  });

  it('names its NAS by identifier and addresses', () => {
    const addresses: [number, Buffer][] = [
      [4, Buffer.from([192, 0, 2, 1])],
      [95, Buffer.from('20010db8000000000000000000000001', 'hex')],
    ];
    expect(read(addresses)).toMatchObject({ nasNames: ['bras-1', '192.0.2.1', '2001:db8::1'] });
    expect(read([[32, null], ...addresses])).toMatchObject({ nasNames: ['192.0.2.1', '2001:db8::1'] });
  });

  it('counts at its Event-Timestamp, or at its arrival less its delay', () => {
    const withDelay: [number, number] = [41, 20];
    expect(read([withDelay])).toMatchObject({ at: arrivedAt - 30 });
    expect(read([[55, null], withDelay])).toMatchObject({ at: arrivedAt - 20, clockIsWrong: false });
    expect(read([[55, null]])).toMatchObject({ at: arrivedAt });
    expect(
      read([
        [55, null],
        [41, 0xffff_ffff],
      ]),
    ).toMatchObject({ at: arrivedAt });
  });

  it.each([0, arrivedAt - 86_401, arrivedAt + 61, 0xffff_ffff])(
    'with the impossible time %i counts at its arrival',
    (time) => {
      expect(read([[55, time]])).toMatchObject({ at: arrivedAt, clockIsWrong: true });
    },
  );
});
