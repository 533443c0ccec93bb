/** Takes messages out of a stream of the feed. Readers that are past them have them; who comes later reads of the past from history. */
import type { RedisConnection } from './redis-connection.ts';
import type { RedisStream } from './redis-streams.ts';

const entriesPerPage = 500;

/** Gives how many there were. Rejects while Redis is away. */
export async function eraseFromStream<Message>(
  connection: Pick<RedisConnection, 'client' | 'fault'>,
  { key }: Pick<RedisStream<Message>, 'key'>,
  isChosen: (message: Message) => boolean,
): Promise<number> {
  let erased = 0;
  for (let from = '-'; ;) {
    const fault = connection.fault();
    if (fault !== null) throw new Error(fault);
    const entries = await connection.client.xrange(key, from, '+', 'COUNT', entriesPerPage);
    // Only our own processes write there.
    const chosen = entries.flatMap(([id, fields]) => (isChosen(JSON.parse(fields[1] ?? '') as Message) ? id : []));
    if (chosen.length > 0) erased += await connection.client.xdel(key, ...chosen);
    const last = entries.at(-1);
    if (last === undefined || entries.length < entriesPerPage) return erased;
    from = `(${last[0]}`;
  }
}
