import { readFileSync } from 'node:fs';
import type { Context } from '../context.ts';
import type { App } from '../lib/http/app.ts';
import { noQuery } from '../lib/http/parameters.ts';
import { text } from '../lib/http/responses.ts';
import { parseMailbox } from '../mail/header.ts';

/** Days until security.txt expires. RFC 9116 recommends less than a year. */
const securityDays = 180;

const icons = [
  { path: '/favicon.ico', type: 'image/x-icon' },
  { path: '/apple-touch-icon.png', type: 'image/png' },
];

/** Files that browsers and security researchers request at fixed paths. */
export function siteFileRoutes(ctx: Context) {
  return async (app: App): Promise<void> => {
    for (const { path, type } of icons) {
      const bytes = readFileSync(new URL(`../../templates/web${path}`, import.meta.url));
      const schema = { querystring: noQuery, response: { 200: text('An icon', type) } };
      app.get(path, { schema }, (_request, reply) =>
        reply
          .type(type)
          .removeHeader('vary')
          .header('cache-control', 'public, max-age=86400')
          .send(bytes),
      );
    }

    const schema = { querystring: noQuery, response: { 200: text('RFC 9116', 'text/plain') } };
    app.get('/.well-known/security.txt', { schema }, (_request, reply) =>
      reply
        .type('text/plain; charset=utf-8')
        .removeHeader('vary')
        .header('cache-control', 'public, max-age=86400')
        .send(securityText(ctx)),
    );
  };
}

/** security.txt (RFC 9116). Reports go to the reply address of all emails. */
function securityText({ config, words, now }: Context): string {
  const contact = parseMailbox(config.MAIL_REPLY_TO ?? config.MAIL_FROM).address;
  const expires = new Date(now().getTime() + securityDays * 86_400_000);
  return [
    `Contact: mailto:${encodeURI(contact)}`,
    `Expires: ${expires.toISOString().slice(0, 10)}T00:00:00Z`,
    `Preferred-Languages: ${words.languages.join(', ')}`,
    `Canonical: ${config.PUBLIC_URL}/.well-known/security.txt`,
    '',
  ].join('\n');
}
