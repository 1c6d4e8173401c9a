import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { MailServerOptions } from './options.ts';
import { type MailServer, makeFolder, startServer } from './server.ts';

/** From Debian's package dovecot-lmtpd. */
export const lmtpProgram = '/usr/lib/dovecot/lmtp';

const nobody = 65_534;

/** Maximum bytes of a message, fewer than the other servers accept. */
const maximumSaved = 10_000;

/** Dovecot's local delivery: it knows its users, their quota and the maximum message size. */
export function startDovecotLmtp({
  domain,
  port,
}: Pick<MailServerOptions, 'domain' | 'port'>): Promise<MailServer> {
  const folder = makeFolder('lmtp');
  mkdirSync(path.join(folder, 'mail'));
  chownSync(path.join(folder, 'mail'), nobody, nobody);
  const users = [`size@${domain}:::::::`, `full@${domain}:::::::userdb_quota_rule=*:storage=1B`];
  writeFileSync(path.join(folder, 'users'), `${users.join('\n')}\n`);
  writeFileSync(path.join(folder, 'dovecot.conf'), configuration(folder, port));
  return startServer(folder, port, [
    '/usr/sbin/dovecot',
    '-F',
    '-c',
    path.join(folder, 'dovecot.conf'),
  ]);
}

function configuration(folder: string, port: number): string {
  return `protocols = lmtp
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
ssl = no
first_valid_uid = 1
mail_location = maildir:${folder}/mail/%u
mail_plugins = quota
plugin {
  quota = count:User quota
  quota_vsizes = yes
  quota_max_mail_size = ${maximumSaved}B
}
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = passwd-file
  args = ${folder}/users
  default_fields = uid=${nobody} gid=${nobody} home=${folder}/mail/%u
}
service lmtp {
  inet_listener lmtp {
    port = ${port}
  }
}
service anvil {
  chroot =
}
`;
}
