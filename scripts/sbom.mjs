/** `npm run sbom`: what the server consists of, as CycloneDX 1.6 on standard output. The same for the same lockfile on the same platform. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { server } from './paths.mjs';
import { productionPackages } from './production-packages.mjs';

const purl = (name, version) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

export function printSbom() {
  const { name, version } = JSON.parse(readFileSync(join(server, 'package.json'), 'utf8'));
  const components = productionPackages().map((one) => ({
    type: 'library',
    'bom-ref': purl(one.name, one.version),
    name: one.name,
    version: one.version,
    purl: purl(one.name, one.version),
    licenses: [{ license: { id: one.license } }],
  }));
  const metadata = { component: { type: 'application', 'bom-ref': purl(name, version), name, version } };
  const document = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, metadata, components };
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  return 0;
}
