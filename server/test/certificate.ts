/** A certificate of 127.0.0.1 that nobody has signed but itself, for tests of TLS. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Gives the paths of the certificate and of its key, in the folder. */
export function makeCertificate(folder: string, name = 'certificate'): [certificate: string, key: string] {
  const [certificate, key] = [join(folder, `${name}.pem`), join(folder, `${name}-key.pem`)];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const form = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', [...form, ...subject, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  return [certificate, key];
}
