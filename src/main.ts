#!/usr/bin/env node
import { environment } from './config/environment.ts';
import { failed } from './app/failed.ts';
import { runServer } from './app/server.ts';

try {
  await runServer(environment());
} catch (error) {
  failed(error);
}
