import { type Config, hasInbox, readConfig } from '../config/config.ts';
import { ConfigError } from '../config/config-error.ts';
import { environment, unknownNames } from '../config/environment.ts';
import { readSigners } from '../delivery/smtp/dkim.ts';
import { isProvider } from '../subscribers/signup/typo.ts';
import { fail, type Finding, ok, warn } from './finding.ts';

/** Reads the settings. Errors have the same texts as at startup. */
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
          'Correct it in the environment or in .env (.env.example documents each setting), then run this again',
        ),
      ),
    };
  }
}

/** The domain of `MAIL_FROM` in lower case. */
export function fromDomain({ MAIL_FROM: from }: Config): string {
  return from
    .slice(from.lastIndexOf('@') + 1)
    .replace('>', '')
    .toLowerCase();
}

/** Whether readers may rely on this installation. Some warnings become failures then. */
export function isServing(config: Config): boolean {
  return config.NODE_ENV === 'production' || !hasInbox(config);
}

/** Checks that need only the settings. */
export function examineSettings(config: Config): Finding[] {
  const mails = !hasInbox(config);
  return [
    ok('settings', `valid; NODE_ENV ${config.NODE_ENV}, roles ${config.ROLES.join(', ')}`),
    unknownSettings(),
    ...(mails ? [sender(config), alerts(config), postalAddress(config)] : []),
    ...(config.PUBLIC_URL.startsWith('https:') ? [proxy(config)] : []),
  ].flat();
}

/** Variables that Node reads at startup, before `.env` is loaded. */
const ofNode = new Set(['UV_THREADPOOL_SIZE', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'TZ']);

/**
 * Reports unknown names in `.env`. Startup ignores them because `.env` may also serve other
 * programs.
 */
function unknownSettings(): Finding[] {
  const { names, broken } = unknownNames();
  const found = names.map((name) =>
    ofNode.has(name)
      ? warn(
          'settings',
          `.env sets ${name}, which Node reads before that file`,
          `Set it in the environment that starts the program: ${name}=… npm start`,
        )
      : warn(
          'settings',
          `.env sets ${name}, which is not a setting`,
          'Check the name in .env.example; a line for another program is fine',
        ),
  );
  if (broken === 0) return found;
  const fix = 'Write each setting as NAME=value; quote values of several lines, such as keys';
  return [...found, warn('settings', '.env has lines that set nothing', fix)];
}

function sender(config: Config): Finding {
  const domain = fromDomain(config);
  if (!domain.includes('.')) {
    return fail(
      'mail-from',
      `MAIL_FROM is an address at ${domain}, which is not a public domain`,
      'Set MAIL_FROM to an address at your own domain, such as Daily Papers <papers@example.org>',
    );
  }
  if (isProvider(domain)) {
    return fail(
      'mail-from',
      `MAIL_FROM is an address at ${domain}; only its own servers may send for it`,
      'Set MAIL_FROM to an address at your own domain; providers reject email that impersonates them (DMARC)',
    );
  }
  return ok('mail-from', `MAIL_FROM is an address at ${domain}`);
}

function alerts({ ALERT_TO: to }: Config): Finding {
  if (to !== undefined) return ok('alert-to', 'alerts go to ALERT_TO');
  return warn(
    'alert-to',
    'nobody gets an alert when something needs attention, such as a paused digest or an unreachable relay',
    'Set ALERT_TO to your address',
  );
}

function postalAddress({ POSTAL_ADDRESS: address }: Config): Finding {
  if (address !== undefined) return ok('postal-address', 'at the end of every email');
  return warn(
    'postal-address',
    'emails have no postal address, which some countries require (CAN-SPAM in the USA)',
    'Set POSTAL_ADDRESS',
  );
}

function proxy({ TRUST_PROXY: proxies }: Config): Finding {
  if (proxies !== undefined)
    return ok('proxy', 'limits apply per client, as reported by the proxy');
  return warn(
    'proxy',
    'PUBLIC_URL is https, so there is a proxy; without TRUST_PROXY all readers share its address and its limits',
    'Set TRUST_PROXY to the proxy’s address or range, such as 10.0.0.0/8',
  );
}
