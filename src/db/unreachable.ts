/**
 * What says that Postgres is away, not that a statement is wrong: of the socket (node), of a
 * connection or a server that comes or goes (PostgreSQL, appendix A: class 08, 53300, 57P01 to
 * 57P03), of Prisma (P1001, P1002, P1008, P1017).
 */
const codes =
  /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|08\w{3}|53300|57P0[123]|P10(?:0[128]|17))$/;

/** node-postgres gives these no code. */
const sentences = /^(?:Connection terminated|timeout exceeded when trying to connect)/;

/**
 * Whether an error of a query means that the database cannot be reached, so that the same may go
 * well in a moment.
 */
export function isUnreachable(error: Error & { code?: unknown }): boolean {
  return (
    (typeof error.code === 'string' && codes.test(error.code)) || sentences.test(error.message)
  );
}
