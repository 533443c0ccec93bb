/** The clients of the fan-out measurement, all in one process of their own: `fan-out-clients.ts PORT CLIENTS`. */
import { WebSocket } from 'ws';
import { question } from './fan-out-question.ts';

export interface ClientsReport {
  /** All are connected and asked. */
  readonly ready?: true;
  /** All have received this many events. */
  readonly received?: number;
  /** Length of the newest message, bytes. */
  readonly bytes?: number;
}

/** Nobody listens any more at the end, while events may still come. */
const tell = (report: ClientsReport): void => void (process.connected && process.send?.(report));

/** Tells each time all have received one more event. */
async function connect(port: number, clients: number): Promise<void> {
  const received: number[] = [];
  const heard = (n: number, bytes: number): void => {
    received[n] = (received[n] ?? 0) + 1;
    if (received[n] === clients) tell({ received: n + 1, bytes });
  };
  for (let n = 0; n < clients; n++) await open(port, heard);
  tell({ ready: true });
}

function open(port: number, heard: (n: number, bytes: number) => void): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
  let events = 0;
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('message', (text: Buffer) => {
      const start = text.subarray(0, 80).toString();
      if (start.includes('connection_ack')) {
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: question } }));
        resolve();
      } else if (!start.includes('"type":"next"')) {
        throw new Error(`Not an event: ${text.toString()}`);
      } else {
        heard(events, text.byteLength);
        events += 1;
      }
    });
  });
}

if (import.meta.main) {
  const [port, clients] = process.argv.slice(2).map(Number);
  process.on('disconnect', () => process.exit(0));
  await connect(port ?? 0, clients ?? 0);
}
