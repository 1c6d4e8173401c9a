import { type Config, readConfig } from '../config/config.ts';
import { ConfigError } from '../config/config-error.ts';
import { environment, unknownNames } from '../config/environment.ts';
import { readSigners } from '../delivery/smtp/dkim.ts';
import { isProvider } from '../subscribers/signup/typo.ts';
import { fail, type Finding, ok, warn } from './finding.ts';

/** The settings, or their faults in the words of the start. */
export function readSettings(): { config: Config } | { faults: Finding[] } {
  try {
    const config = readConfig(environment());
    readSigners(config);
    return { config };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return {
      faults: error.faults.map((fault) =>
        fail(
          'settings',
          fault,
          'Correct it in the environment or in .env (.env.example says what each takes), then look again',
        ),
      ),
    };
  }
}

/** The domain of `MAIL_FROM`, in lower case. */
export function fromDomain({ MAIL_FROM: from }: Config): string {
  return from
    .slice(from.lastIndexOf('@') + 1)
    .replace('>', '')
    .toLowerCase();
}

/** Whether somebody relies on this: what would only be worth a word on a laptop is wrong here. */
export function isServing({ NODE_ENV: mode, SMTP_URL: relay }: Config): boolean {
  return mode === 'production' || relay !== 'inbox';
}

/** What the settings say by themselves. */
export function examineSettings(config: Config): Finding[] {
  const mails = config.SMTP_URL !== 'inbox';
  return [
    ok('settings', `sound; NODE_ENV ${config.NODE_ENV}, roles ${config.ROLES.join(', ')}`),
    named(),
    ...(mails ? [sender(config), alerts(config), postalAddress(config)] : []),
    ...(config.PUBLIC_URL.startsWith('https:') ? [proxy(config)] : []),
  ].flat();
}

/**
 * What node itself reads, when it starts: a variable of the environment, which `.env` is too late
 * for.
 */
const ofNode = new Set(['UV_THREADPOOL_SIZE', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'TZ']);

/** A slip in a name is passed over by the start: `.env` may be for other programs too. */
function named(): Finding[] {
  const { names, broken } = unknownNames();
  const found = names.map((name) =>
    ofNode.has(name)
      ? warn(
          'settings',
          `.env names ${name}, which node reads before that file`,
          `Set it in the environment that starts the program: ${name}=… npm start`,
        )
      : warn(
          'settings',
          `.env names ${name}, which is no setting`,
          'See .env.example for the names; a line for another program may stay',
        ),
  );
  if (broken === 0) return found;
  const fix =
    'Write each setting as NAME=value; a value of several lines, such as a key, stands between quotes';
  return [...found, warn('settings', '.env has lines that name nothing', fix)];
}

function sender(config: Config): Finding {
  const domain = fromDomain(config);
  if (!domain.includes('.')) {
    return fail(
      'mail-from',
      `mails come from an address at ${domain}, which is no domain of the internet`,
      'Set MAIL_FROM to an address at a domain of yours, such as Daily Papers <papers@example.org>',
    );
  }
  if (isProvider(domain)) {
    return fail(
      'mail-from',
      `mails come from an address at ${domain}, which only its own servers may send for`,
      'Set MAIL_FROM to an address at a domain of yours: providers refuse mails that impersonate them (DMARC)',
    );
  }
  return ok('mail-from', `mails come from an address at ${domain}`);
}

function alerts({ ALERT_TO: to }: Config): Finding {
  if (to !== undefined)
    return ok('alert-to', 'somebody is told when a digest is paused, skipped or late');
  return warn(
    'alert-to',
    'nobody is told when a digest is paused, skipped or late',
    'Set ALERT_TO to an address that somebody reads',
  );
}

function postalAddress({ POSTAL_ADDRESS: address }: Config): Finding {
  if (address !== undefined) return ok('postal-address', 'in the foot of every digest');
  return warn(
    'postal-address',
    'digests say no postal address, which the law of some countries asks for (CAN-SPAM in the USA)',
    'Set POSTAL_ADDRESS',
  );
}

function proxy({ TRUST_PROXY: proxies }: Config): Finding {
  if (proxies !== undefined) return ok('proxy', 'limits are per client, as the proxy names it');
  return warn(
    'proxy',
    'PUBLIC_URL is https, so there is a proxy, and every reader appears to have its address',
    'Set TRUST_PROXY to the address or range of the proxy, such as 10.0.0.0/8',
  );
}
