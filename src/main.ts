#!/usr/bin/env node
import { environment } from './config.ts';
import { failed, runServer } from './run-server.ts';

runServer(environment()).catch(failed);
