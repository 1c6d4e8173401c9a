/** Ignores EPIPE: a program such as `head` has closed our standard output. */
export function ignoreClosedPipe(error: Error): void {
  if (!('code' in error) || error.code !== 'EPIPE') throw error;
}
