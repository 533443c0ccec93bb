/** Who acts, as requests say it; nothing without a name: the server then says "local". */

const actorKey = 'x-tidewatch-actor';

/** A header carries bytes, each as one character: a name beyond ASCII goes as UTF-8. */
export const actorHeaders = (name: string): Record<string, string> =>
  name === '' ? {} : { [actorKey]: String.fromCharCode(...new TextEncoder().encode(name)) };

export const actorParameters = (name: string): Record<string, string> => (name === '' ? {} : { [actorKey]: name });
