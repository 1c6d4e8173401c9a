import { z } from 'zod';
import { SpooledFile } from './spooled-file.ts';

/**
 * Query parameters, strictly: an unknown one is refused by name, together with those that exist.
 */
export function parameters<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).join(', ');
  const message =
    known === '' ? 'this address takes no parameters' : `no such parameter; known: ${known}`;
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? message : undefined),
  });
}

/** A page without parameters ignores those that links bring, such as `utm_source`. */
export const noQuery = z.object({});

/** A form that is only a button, or a body that says nothing: whatever it has is ignored. */
export const noFields = z.unknown().transform(() => undefined);

/** The body of an API route that takes none. */
export const noBody = z
  .strictObject(
    {},
    {
      error: ({ code }) =>
        code === 'unrecognized_keys' ? 'this address takes no body' : undefined,
    },
  )
  .optional();

/** The body of a route that takes a file as it is. */
export const fileBody = z.string('the body is the file').min(1, 'the body is the file');

/** The same for a file of any size, which is on disk. */
export const spooledBody = z
  .custom<SpooledFile>(
    (body) => body instanceof SpooledFile && body.size > 0,
    'the body is the file',
  )
  .meta({ type: 'string', minLength: 1 });
