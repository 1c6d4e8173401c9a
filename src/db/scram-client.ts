import { TLSSocket } from 'node:tls';
import { Client } from 'pg';

/**
 * The client of all connections. It sends its password in clear text only over TLS; without TLS the
 * server must request SCRAM or MD5. While the embedded Postgres is down, another local user may
 * listen on its port and request the password. node-postgres has no option for this (libpq:
 * require_auth); connect() calls this method when the server requests a password.
 */
export class ScramClient extends Client {
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
