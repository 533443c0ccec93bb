/** Where things are in the checkout. */
import { fileURLToPath } from 'node:url';

const inRoot = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

export const root = inRoot('.');
export const server = inRoot('server');
export const web = inRoot('web');
/** Executables of the root package; the Node 24 that everything but the bootstrap runs on is one of them. */
export const bin = inRoot('node_modules/.bin');
export const webBin = inRoot('web/node_modules/.bin');
export const node = inRoot('node_modules/node/bin/node');
/** Of Node, which makes it. */
export const compileCache = inRoot('node_modules/.cache/compiled');
