import { run } from './run.js';
import { interruptedCode, thisShell } from './shell.js';

process.exitCode = await run(thisShell());
// What is still under way, an upload say, is not waited for.
if (process.exitCode === interruptedCode) process.exit();
