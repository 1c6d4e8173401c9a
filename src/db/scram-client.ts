import { Client } from 'pg';

/**
 * A client that sends its password only as SCRAM does, hashed. While the embedded Postgres is down
 * another local user may listen on its port and ask for the password in clear text. node-postgres
 * has no option for this (libpq: require_auth); connect() calls this method when the server asks.
 */
export class ScramClient extends Client {
  _handleAuthCleartextPassword(): void {
    this.connection.stream.destroy(new Error('the server asks for the password in clear text'));
  }
}
