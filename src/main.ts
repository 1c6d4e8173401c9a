#!/usr/bin/env node
import { environment } from './config.ts';
import { failed, runServer } from './run-server.ts';

try {
  await runServer(environment());
} catch (error) {
  failed(error);
}
