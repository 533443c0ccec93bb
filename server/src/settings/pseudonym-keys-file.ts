/** Reads the file with the keys of pseudonyms that a command line names. */
import { readFile } from 'node:fs/promises';
import { createPseudonyms, type Pseudonyms } from '../privacy/pseudonyms.ts';

/** As much as 24 random bytes have in base64. */
const leastCharacters = 32;

/** Null when there is no key that can be used; what is wrong is added to `faults`, which repeat nothing of a key. */
export async function pseudonymsIn(path: string, faults: string[]): Promise<Pseudonyms | null> {
  const found = faults.length;
  const fault = (text: string): void => void faults.push(`--pseudonym-keys "${path}" ${text}.`);
  try {
    const lines = (await readFile(path, 'utf8')).split('\n').map((line) => line.trim());
    const keys = lines.filter((line) => line !== '' && !line.startsWith('#'));
    for (const [place, line] of lines.entries())
      if (keys.includes(line) && !/^[\x21-\x7e]{32,}$/.test(line))
        fault(`line ${place + 1} is no key, expected ${leastCharacters} printable characters at least, without blanks`);
    if (keys.length === 0) fault('has no key, expected one on a line, such as `openssl rand -base64 32` gives');
    return faults.length === found ? createPseudonyms(keys) : null;
  } catch (error) {
    fault(`can't be read: ${(error as Error).message}`);
    return null;
  }
}
