/** What the live badge says, from what is known of the connection and of the reader's wish. */

export type Connection = 'connecting' | 'open' | 'lost';
export type LiveState = 'connecting' | 'live' | 'paused' | 'reconnecting';

/** A lost connection outweighs a pause: who paused should still know that nothing is counted meanwhile. */
export function liveStateOf(connection: Connection, paused: boolean): LiveState {
  if (connection === 'lost') return 'reconnecting';
  if (paused) return 'paused';
  return connection === 'open' ? 'live' : 'connecting';
}
