// `npm start`: makes the example's repositories, then releases them with the committed bundle. What follows `npm start --` is passed on.
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeRepositories } from './repositories.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const program = join(here, '../../dist/cli/index.js');

/** @param {string} path */
const shown = (path) => relative(process.cwd(), join(here, path)) || '.';

makeRepositories(join(here, '.repositories'));

// In this process, so that a second Node does not have to start.
const args = ['chain', 'build', '--manifest', shown('versions.toml'), '--out', shown('release')];
process.argv = [process.execPath, program, ...args, ...process.argv.slice(2)];
await import(program);
