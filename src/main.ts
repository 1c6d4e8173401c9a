#!/usr/bin/env node
import { failed, runServer } from './run-server.ts';

runServer(process.env).catch(failed);
