import { run } from './run.js';
import { thisShell } from './shell.js';

process.exitCode = await run(thisShell());
