/** A place where Tidewatch listens for RADIUS accounting: its data, its files and its port. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nasNames } from './radius-sessions.ts';

export interface RadiusPlace {
  readonly port: number;
  /** Of the client 127.0.0.1, which sends what the NASes of `toldSessions` tell, each of a device of its own. */
  readonly secret: string;
  /** As on the command line of `npm start`. */
  readonly options: readonly string[];
  remove(): Promise<void>;
}

const secret = 'testing123';
const deviceTable = `Id,PSX,TransmitUnits,Delimiter,DateFormat,TZ
3,62.0,bits,",",%d-%m-%Y %H:%M:%S,GMT-6
4,69.0,bytes,",",%d-%m-%Y %H:%M:%S,GMT-6
`;

export async function createRadiusPlace(): Promise<RadiusPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'tidewatch-radius-'));
  const [devices, clients] = [join(folder, 'psxattrs.csv'), join(folder, 'clients')];
  const port = await freeUdpPort();
  await writeFile(devices, deviceTable);
  await writeFile(clients, `127.0.0.1 * ${secret}\nnas ${nasNames[0]} 62.0\nnas ${nasNames[1]} 69.0\n`);
  return {
    port,
    secret,
    options: [
      `--data=${join(folder, 'data')}`,
      `--devices=${devices}`,
      '--poll-interval=10',
      `--radius=127.0.0.1:${port}`,
      `--radius-clients=${clients}`,
    ],
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Of the loopback, where nobody listens. */
export async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
