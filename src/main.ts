#!/usr/bin/env node
import { environment } from './config/environment.ts';
import { failed, runServer } from './app/server.ts';

try {
  await runServer(environment());
} catch (error) {
  failed(error);
}
