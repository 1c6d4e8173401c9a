#!/usr/bin/env node
import { environment } from './config/environment.ts';
import { exitWithError } from './app/exit-with-error.ts';
import { runServer } from './app/server.ts';

try {
  await runServer(environment());
} catch (error) {
  exitWithError(error);
}
