import type { App } from '../lib/http/app.ts';

/** Prefixes redirects to local paths with the path of PUBLIC_URL. */
export function addBasePath(app: App, base: string): void {
  if (base === '') return;
  app.addHook('onSend', async (_request, reply, payload) => {
    const location = reply.getHeader('location');
    if (typeof location === 'string' && /^\/(?!\/)/.test(location))
      reply.header('location', base + location);
    return payload;
  });
}
