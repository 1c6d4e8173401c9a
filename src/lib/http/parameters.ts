import { z } from 'zod';
import { SpooledFile } from './spooled-file.ts';

/**
 * Strict query parameters. An unknown one is refused; the error names it and lists the known ones.
 */
export function parameters<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).join(', ');
  const message =
    known === '' ? 'this URL takes no parameters' : `unknown parameter; expected one of: ${known}`;
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? message : undefined),
  });
}

/** For pages without parameters: ignores those that links add, such as `utm_source`. */
export const noQuery = z.object({});

/** For forms with only a button, and bodies without content: all fields are ignored. */
export const noFields = z.unknown().transform(() => undefined);

/** The body of an API route that takes no body. */
export const noBody = z
  .strictObject(
    {},
    {
      error: ({ code }) => (code === 'unrecognized_keys' ? 'this URL takes no body' : undefined),
    },
  )
  .optional();

/** A body that is a file, stored on disk. */
export const spooledBody = z
  .custom<SpooledFile>(
    (body) => body instanceof SpooledFile && body.size > 0,
    'send the file as the request body',
  )
  .meta({ type: 'string', minLength: 1 });
