/** Reads the file of RADIUS clients that a command line names, with the files of secrets that it names. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readClientLines, type ClientLine } from '../ingest/radius/client-lines.ts';
import { ClientTable, type ClientNetwork } from '../ingest/radius/client-table.ts';

/** Reads the file at `path`; what is wrong with it is added to `faults`. `devices` are the names of the device table. */
export async function radiusClientsIn(
  path: string,
  devices: ReadonlySet<string>,
  faults: string[],
): Promise<ClientTable> {
  const told: string[] = [];
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    faults.push(`--radius-clients "${path}" can't be read: ${error.message}.`);
    return null;
  });
  if (text === null) return new ClientTable([], devices, new Map());
  const { clients, devicesOfNas } = readClientLines(text, devices, told);
  const networks: ClientNetwork[] = [];
  for (const client of clients) networks.push(await withSecret(client, dirname(path), told));
  faults.push(...told.map((fault) => `--radius-clients "${path}": ${fault}`));
  return new ClientTable(networks, devices, devicesOfNas);
}

/** A file of a secret lies where it says, seen from the folder of the clients; a line break at its end is not part of it. */
async function withSecret(client: ClientLine, folder: string, faults: string[]): Promise<ClientNetwork> {
  const { secret, line } = client;
  if ('text' in secret) return { ...client, secret: Buffer.from(secret.text) };
  const content = await readFile(resolve(folder, secret.file), 'utf8').catch((error: Error) => {
    faults.push(`Line ${line} of the RADIUS clients names a secret that can't be read: ${error.message}.`);
    return null;
  });
  const text = content?.replace(/\r?\n$/, '');
  if (text === '')
    faults.push(`Line ${line} of the RADIUS clients names an empty secret, expected some text in ${secret.file}.`);
  return { ...client, secret: Buffer.from(text ?? '') };
}
