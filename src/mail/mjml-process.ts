import mjml2html from 'mjml';
import { z } from 'zod';
import { reasonOf } from '../reason.ts';

// A process of its own, which ends when nothing was asked for a while: MJML and its minifier keep about 100 MB, and a
// sender needs them once a day.

const request = z.object({ id: z.number(), mjml: z.string() });

async function answer(message: unknown): Promise<void> {
  const { id, mjml } = request.parse(message);
  try {
    const { html } = await mjml2html(mjml, { fonts: {}, keepComments: false, validationLevel: 'strict', minify: true });
    process.send?.({ id, html });
  } catch (error) {
    process.send?.({ id, error: reasonOf(error) });
  }
}

process.on('message', (message) => void answer(message));
process.on('disconnect', () => process.exit(0));
