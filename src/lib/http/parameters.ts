import { z } from 'zod';

/**
 * Query parameters, strictly: an unknown one is refused by name, together with those that exist.
 */
export function parameters<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape).join(', ');
  const message =
    known === '' ? 'this address takes no parameters' : `no such parameter; there are ${known}`;
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? message : undefined),
  });
}

/** The body of a route that takes none. */
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
