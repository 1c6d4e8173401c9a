import { makeRootFolder, addFolder } from './root-folder.ts';
import { fullMailbox, type MailServerOptions, maximumMessage } from './options.ts';
import { type MailServer, startServer } from './server.ts';

/**
 * Exim from Debian's exim4-daemon-light. It has no retry rules, so it returns messages refused with
 * 4xx at once.
 */
export function startExim(options: MailServerOptions): Promise<MailServer> {
  const root = makeRootFolder('usr/sbin/exim4', {
    'etc/exim4/exim4.conf': configuration(options),
    'var/mail/full': 'x'.repeat(fullMailbox - 100),
  });
  for (const folder of ['var/spool/exim4', 'var/log/exim4', 'var/mail'])
    addFolder(root, folder, { owner: 'Debian-exim' });
  return startServer(root, options.port, ['chroot', root, '/usr/sbin/exim4', '-bdf', '-q1s']);
}

function configuration({ domain, port, sink, routes }: MailServerOptions): string {
  const remote = Object.entries(routes).map(
    ([name, to]) => `${name} 127.0.0.1::${to.port} byname ${to.protocol}`,
  );
  return `primary_hostname = ${domain}
local_interfaces = <; [127.0.0.1]:${port}
daemon_startup_retries = 0
keep_environment =
tls_advertise_hosts =
message_size_limit = ${maximumMessage}
acl_smtp_rcpt = recipients

begin acl
recipients:
  deny
    local_parts = policy
    domains = ${domain}
  defer
    local_parts = grey
    domains = ${domain}
    message = Greylisted, please try again later
  deny
    ! verify = recipient
  accept

begin routers
bounces:
  driver = manualroute
  domains = papers.example
  transport = smtp
  route_list = * 127.0.0.1::${sink} byname
  self = send
mailbox:
  driver = accept
  domains = ${domain}
  local_parts = full
  transport = mailbox
own:
  driver = manualroute
  domains = ${domain}
  local_parts = ada : size
  transport = smtp
  route_list = * 127.0.0.1::${sink} byname
  self = send
unknown:
  driver = redirect
  domains = ${domain}
  data = :fail: Unknown user
  allow_fail
others:
  driver = manualroute
  route_list = <; ${remote.join(' ; ')}
  self = send

begin transports
smtp:
  driver = smtp
  allow_localhost
  hosts_try_fastopen = :
lmtp:
  driver = smtp
  protocol = lmtp
  allow_localhost
  hosts_try_fastopen = :
mailbox:
  driver = appendfile
  file = /var/mail/full
  user = Debian-exim
  quota = ${fullMailbox}
`;
}
