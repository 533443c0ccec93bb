/** Readers of settings: each takes the text that was given, or throws a phrase that says what was expected. */
import { isIP } from 'node:net';
import { createSenders } from '../http/sender-address.ts';
import { redisAddress, redisForms } from '../live/redis-address.ts';

export type Read<Value> = (text: string) => Value;

export const text: Read<string> = (given) => {
  if (given.trim() === '') throw new Error('some text');
  return given;
};

export const whole =
  (least: number, most: number): Read<number> =>
  (given) => {
    const value = /^\d{1,15}$/.test(given) ? Number(given) : NaN;
    if (!(value >= least && value <= most)) throw new Error(`a whole number from ${least} to ${most}`);
    return value;
  };

export const oneOf =
  <const Value extends string>(values: readonly Value[]): Read<Value> =>
  (given) => {
    const value = values.find((candidate) => candidate === given);
    if (value === undefined) throw new Error(`one of ${values.join(', ')}`);
    return value;
  };

/** Several of the values, each once, in the order of their weight. */
export const listOf =
  <const Value extends string>(values: readonly Value[]): Read<readonly Value[]> =>
  (given) => {
    const list = given.split(',').map((one) => values.find((value) => value === one.trim()));
    if (!list.every((one) => one !== undefined) || new Set(list).size !== list.length)
      throw new Error(`one or more of ${values.join(', ')}, each once, separated by commas`);
    return list;
  };

export interface AddressAndPort {
  readonly address: string;
  readonly port: number;
}

/** An IPv6 address stands in brackets, as in a URL. */
export const addressAndPort: Read<AddressAndPort> = (given) => {
  const [, address6, address4, port] = /^(?:\[(.+)\]|([^:]+)):(\d{1,5})$/.exec(given) ?? [];
  const address = address6 ?? address4 ?? '';
  if (isIP(address) !== (address6 === undefined ? 4 : 6) || !(Number(port) >= 1 && Number(port) <= 65_535))
    throw new Error('an address with a port from 1 to 65535, such as 0.0.0.0:1813 or [::]:1813');
  return { address, port: Number(port) };
};

export const url =
  (...protocols: string[]): Read<string> =>
  (given) => {
    if (!URL.canParse(given) || !protocols.includes(new URL(given).protocol))
      throw new Error(`a URL beginning with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`);
    return given;
  };

export const redisUrl: Read<string> = (given) => {
  if (redisAddress(given) === null) throw new Error(redisForms);
  return given;
};

export const origins: Read<readonly string[]> = (given) =>
  given.split(',').map((one) => {
    if (!URL.canParse(one) || new URL(one).origin !== one)
      throw new Error('origins like https://noc.example.net, separated by commas');
    return one;
  });

/** Addresses, or networks as `10.0.0.0/8`. */
export const networks: Read<readonly string[]> = (given) => {
  const entries = given.split(',').map((one) => one.trim());
  createSenders(entries);
  return entries;
};

/** A slot must fit into the hour, so that hourly roll-ups hold whole slots. */
export const slotLength: Read<number> = (given) => {
  const value = whole(60, 3600)(given);
  if (3600 % value !== 0) throw new Error('a divisor of 3600');
  return value;
};
