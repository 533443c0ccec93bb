/** Readers of settings: each takes the text that was given, or throws a phrase that says what was expected. */

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

export const url =
  (...protocols: string[]): Read<string> =>
  (given) => {
    if (!URL.canParse(given) || !protocols.includes(new URL(given).protocol))
      throw new Error(`a URL beginning with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`);
    return given;
  };

export const origins: Read<readonly string[]> = (given) =>
  given.split(',').map((one) => {
    if (!URL.canParse(one) || new URL(one).origin !== one)
      throw new Error('origins like https://noc.example.net, separated by commas');
    return one;
  });

/** A slot must fit into the hour, so that hourly roll-ups hold whole slots. */
export const slotLength: Read<number> = (given) => {
  const value = whole(60, 3600)(given);
  if (3600 % value !== 0) throw new Error('a divisor of 3600');
  return value;
};
