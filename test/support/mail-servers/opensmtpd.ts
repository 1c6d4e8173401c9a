import { chmodSync } from 'node:fs';
import path from 'node:path';
import { addFolder, makeRootFolder } from './root-folder.ts';
import { type MailServerOptions, maximumMessage } from './options.ts';
import { type MailServer, startServer } from './server.ts';

/**
 * OpenSMTPD from Debian's package opensmtpd. It sends a delay notice after a second, and retries
 * for days.
 */
export function startOpenSmtpd(options: MailServerOptions): Promise<MailServer> {
  const root = makeRootFolder('usr/sbin/smtpd', {
    'etc/smtpd.conf': configuration(options),
    'etc/mailname': options.domain,
  });
  chmodSync(path.join(root, 'etc/smtpd.conf'), 0o600);
  addFolder(root, 'var/spool/smtpd', { mode: 0o711 });
  addFolder(root, 'var/lib/opensmtpd/empty');
  addFolder(root, 'var/run');
  return startServer(root, options.port, ['chroot', root, '/usr/sbin/smtpd', '-d']);
}

function configuration({ domain, port, sink, routes }: MailServerOptions): string {
  const remote = Object.entries(routes).flatMap(([name, to]) => [
    `action "${name}" relay host ${to.protocol}://127.0.0.1:${to.port}`,
    `match from any for domain "${name}" action "${name}"`,
  ]);
  return `bounce warn-interval 1s
mta limit conn-delay-source 0
smtp max-message-size ${maximumMessage}
filter "policy" phase rcpt-to match rcpt-to { "policy@${domain}" } reject "550 5.7.1 Administrative prohibition"
filter "grey" phase rcpt-to match rcpt-to { "grey@${domain}" } reject "451 4.7.1 Greylisting in action, please come back later"
filter "checks" chain { "policy", "grey" }
listen on 127.0.0.1 port ${port} hostname ${domain} filter "checks"
listen on socket
table known { "ada@${domain}", "size@${domain}", "policy@${domain}", "grey@${domain}" }
action "sink" relay host smtp://127.0.0.1:${sink}
${remote.join('\n')}
match from any for domain "${domain}" rcpt-to <known> action "sink"
match from any for domain "papers.example" action "sink"
`;
}
