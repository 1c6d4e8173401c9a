import { TLSSocket } from 'node:tls';
import { Client, type ClientConfig } from 'pg';

/**
 * The client of all connections. It sends its password in clear text only over TLS; without TLS the
 * server must request SCRAM or MD5. While the embedded Postgres is down, another local user may
 * listen on its port and request the password. node-postgres has no option for this (libpq:
 * require_auth); connect() calls the method below when the server requests a password.
 */
export class ScramClient extends Client {
  constructor(config?: ClientConfig) {
    super(config);
    // A connection that breaks rejects its queries and then emits `error`, which without a listener
    // ends the process. A pool listens only to its idle connections.
    this.on('error', () => {});
  }

  _handleAuthCleartextPassword(): void {
    const { stream } = this.connection;
    if (!(stream instanceof TLSSocket)) {
      stream.destroy(new Error('the server asks for the password in clear text'));
      return;
    }
    const answer: unknown = Reflect.get(Client.prototype, '_handleAuthCleartextPassword');
    if (typeof answer === 'function') Reflect.apply(answer, this, []);
  }
}
