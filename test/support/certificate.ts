import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * A self-signed certificate for a host, valid for a number of days. A client that has it as its CA
 * trusts it.
 */
export function selfSigned(host: string, days: number): { key: string; cert: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-certificate-'));
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const made = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
  ];
  const what = [
    '-days',
    String(days),
    '-subj',
    `/CN=${host}`,
    '-addext',
    `subjectAltName=DNS:${host}`,
  ];
  execFileSync('openssl', [...made, ...what, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const pems = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  rmSync(folder, { recursive: true });
  return pems;
}
