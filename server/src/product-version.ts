/** The version of Tidewatch, as package.json has it: said in one place only. */
import { readFileSync } from 'node:fs';

const packageFile = new URL('../../package.json', import.meta.url);

/** "0.1.0" */
export const productVersion = (JSON.parse(readFileSync(packageFile, 'utf8')) as { readonly version: string }).version;
