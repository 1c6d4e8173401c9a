/**
 * Error codes for an unreachable Postgres, as opposed to a wrong statement: socket errors
 * (Node.js), connection and shutdown errors (PostgreSQL, appendix A: class 08, 53300, 57P01 to
 * 57P03), and Prisma's P1001, P1002, P1008, P1017.
 */
const codes =
  /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|08\w{3}|53300|57P0[123]|P10(?:0[128]|17))$/;

/** Errors to which node-postgres gives no code. */
const sentences = /^(?:Connection terminated|timeout exceeded when trying to connect)/;

/**
 * Whether a query failed because the database cannot be reached, so that a retry may succeed soon.
 */
export function isUnreachable(error: Error & { code?: unknown }): boolean {
  return (
    (typeof error.code === 'string' && codes.test(error.code)) || sentences.test(error.message)
  );
}
