/** Ignores EPIPE, which occurs if a program such as `head` closes our standard output. */
export function ignoreClosedPipe(error: Error): void {
  if (!('code' in error) || error.code !== 'EPIPE') throw error;
}
