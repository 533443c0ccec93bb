/** Where sessions land and what they are called: a device near home, and an id that devices hand out again and again. */

const sessionIdsPerPair = 16;

/**
 * Home device of a subscriber, drawn evenly. Subscribers come in pairs that share a range of session ids and live
 * half the network apart, so an id can be open on two devices at once (as in the measured data) but not twice on one.
 * `pairBits` are 32 random bits of the pair.
 */
export function homeDevice(subscriber: number, pairBits: number, devices: number): number {
  const first = pairBits % devices;
  return subscriber % 2 === 0 ? first : (first + (devices >> 1)) % devices;
}

/** Position of the device that takes a session: home or a neighbour, evenly. `bits` are 32 random bits of the session. */
export function deviceOfSession(home: number, bits: number, devices: number): number {
  const lowest = Math.max(0, home - 1);
  const highest = Math.min(devices - 1, home + 1);
  return lowest + ((bits >>> 8) % (highest - lowest + 1));
}

/** IdSession: a positive number, at home in the subscriber's pair. */
export function idOfSession(subscriber: number, bits: number): number {
  return 1 + (subscriber >> 1) * sessionIdsPerPair + (bits % sessionIdsPerPair);
}
