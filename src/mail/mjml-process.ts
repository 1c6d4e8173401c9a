import mjml2html from 'mjml';
import { z } from 'zod';
import { handleRequests } from '../lib/idle-process.ts';

// A separate process that ends when idle: MJML and its minifier use about 100 MB, and a sender
// needs them once a day.

handleRequests(z.object({ mjml: z.string() }), async ({ mjml }) => {
  const { html } = await mjml2html(mjml, {
    fonts: {},
    keepComments: false,
    validationLevel: 'strict',
    minify: true,
  });
  return html;
});
