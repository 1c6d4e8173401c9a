import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { vi } from 'vitest';
import { fullMailbox, type MailServerOptions, maximumMessage } from './options.ts';
import { connected, type MailServer, makeFolder } from './server.ts';

export const postfixProgram = '/usr/sbin/postfix';

const nobody = 65_534;

/**
 * Postfix from Debian, with configuration, queue and mailboxes in its own folder. It returns
 * messages refused with 4xx at once.
 */
export async function startPostfix(options: MailServerOptions): Promise<MailServer> {
  const folder = makeFolder('postfix');
  const at = (name: string) => path.join(folder, name);
  for (const name of ['etc', 'queue', 'data', 'mail']) mkdirSync(at(name));
  chownSync(at('mail'), nobody, nobody);
  execFileSync('chown', ['postfix', at('data')]);
  writeFileSync(at('mail/full'), 'x'.repeat(fullMailbox - 100));
  chownSync(at('mail/full'), nobody, nobody);
  writeFileSync(at('etc/main.cf'), settings(options, folder));
  writeFileSync(at('etc/master.cf'), services(options.port));
  const postfix = (command: string) =>
    execFileSync(postfixProgram, ['-c', at('etc'), command], { stdio: 'ignore' });
  postfix('start');
  await vi.waitFor(() => connected(options.port), { timeout: 40_000, interval: 50 });
  const stop = async () => {
    postfix('stop');
    await vi.waitFor(() => rmSync(folder, { recursive: true, force: true }), { timeout: 60_000 });
  };
  return { port: options.port, stop };
}

function settings({ domain, sink, routes }: MailServerOptions, folder: string): string {
  const recipient = (name: string, does: string) => `{ ${name}@${domain} = ${does} }`;
  const to = (name: string, route: string) => `{ ${name} = ${route} }`;
  const transports = [
    to('papers.example', `smtp:[127.0.0.1]:${sink}`),
    to(`ada@${domain}`, `smtp:[127.0.0.1]:${sink}`),
    ...Object.entries(routes).map(([name, { protocol, port }]) =>
      to(name, protocol === 'smtp' ? `smtp:[127.0.0.1]:${port}` : `lmtp:inet:127.0.0.1:${port}`),
    ),
  ];
  return `compatibility_level = 3.6
myhostname = ${domain}
mydestination =
queue_directory = ${folder}/queue
data_directory = ${folder}/data
maillog_file = ${folder}/queue/log
maillog_file_prefixes = ${folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
local_recipient_maps =
smtputf8_enable = no
disable_dns_lookups = yes
smtp_host_lookup = native
message_size_limit = ${maximumMessage}
virtual_mailbox_limit = ${fullMailbox}
virtual_mailbox_domains = ${domain}
virtual_mailbox_base = ${folder}/mail
virtual_mailbox_maps = inline:{ ${['ada', 'full', 'size', 'policy', 'grey'].map((name) => recipient(name, name)).join(', ')} }
virtual_uid_maps = static:${nobody}
virtual_gid_maps = static:${nobody}
transport_maps = inline:{ ${transports.join(', ')} }
maximal_queue_lifetime = 0
bounce_queue_lifetime = 0
smtpd_restriction_classes = refused_client
refused_client = check_client_access static:REJECT
smtpd_recipient_restrictions = check_recipient_access inline:{ ${recipient('policy', 'refused_client')}, ${recipient('grey', 'DEFER_IF_PERMIT Greylisted')} }, permit_mynetworks, reject_unauth_destination
`;
}

/** Services that the commands of Postfix reach are public; `virtual` runs as root. */
function services(port: number): string {
  const service = (name: string, command = name, maximum = '-', wakeup = '-') =>
    `${name} unix - - n ${wakeup} ${maximum} ${command}`;
  const open = (name: string, maximum: string, wakeup = '-') =>
    `${name} unix n - n ${wakeup} ${maximum} ${name}`;
  return [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    open('pickup', '1', '60'),
    open('cleanup', '0'),
    open('qmgr', '1', '300'),
    open('flush', '0', '1000?'),
    open('showq', '-'),
    'postlog unix-dgram n - n - 1 postlogd',
    service('rewrite', 'trivial-rewrite'),
    service('relay', 'smtp'),
    service('retry', 'error'),
    ...['bounce', 'defer', 'trace'].map((name) => service(name, 'bounce', '0')),
    'virtual unix - n n - - virtual',
    ...['smtp', 'lmtp', 'error', 'proxymap'].map((name) => service(name)),
    ...['verify', 'anvil', 'scache', 'tlsmgr'].map((name) => service(name, name, '1')),
    '',
  ].join('\n');
}
