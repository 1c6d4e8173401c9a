import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unpackedProgram } from '../programs.ts';
import { makeFolder } from './server.ts';

/** The users of the servers exist only in the folder. */
const users = { opensmtpd: 901, opensmtpq: 902, 'Debian-exim': 903 };

/**
 * A folder for `chroot`, with one unpacked program, its libraries and its users. The program finds
 * its configuration, queue and sockets at their compiled-in paths, and several instances can run
 * concurrently.
 */
export function makeRootFolder(program: string, files: Record<string, string>): string {
  const root = makeFolder('root');
  copyProgram(root, program);
  const account = (name: string, id: number) => `${name}:x:${id}:${id}::/:/bin/false\n`;
  const accounts = [account('root', 0), ...Object.entries(users).map(([n, id]) => account(n, id))];
  const all = {
    'etc/passwd': accounts.join(''),
    'etc/group': accounts.join('').replaceAll(/:\d+::.*/g, ':'),
    'etc/hosts': '127.0.0.1 localhost\n',
    'etc/services': 'smtp 25/tcp\nlmtp 24/tcp\n',
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  return root;
}

/** Creates a folder inside a root folder. */
export function addFolder(
  root: string,
  name: string,
  { owner = 0, mode = 0o755 }: { owner?: number | keyof typeof users; mode?: number } = {},
): void {
  const folder = path.join(root, name);
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, mode);
  const id = typeof owner === 'number' ? owner : users[owner];
  chownSync(folder, id, id);
}

function copyProgram(root: string, program: string): void {
  const from = unpackedProgram(program);
  const libraries = execFileSync('ldd', [from], { encoding: 'utf8' }).match(/\/\S+/g) ?? [];
  cpSync(from, path.join(root, program));
  for (const library of libraries) cpSync(library, path.join(root, library), { dereference: true });
  mkdirSync(path.join(root, 'dev'));
  execFileSync('mknod', ['-m', '666', path.join(root, 'dev/null'), 'c', '1', '3']);
}
