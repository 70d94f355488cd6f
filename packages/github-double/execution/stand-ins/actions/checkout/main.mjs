import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

const input = (name) => process.env[`INPUT_${name.toUpperCase()}`]?.trim() ?? '';

const folder = resolve(process.env.GITHUB_WORKSPACE, input('path'));
const own = input('repository') === process.env.GITHUB_REPOSITORY;
const ref = input('ref') || (own ? process.env.GITHUB_SHA : 'HEAD');
const depth = input('fetch-depth') === '0' ? [] : [`--depth=${input('fetch-depth')}`];
const header = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${input('token')}`).toString('base64')}`;
const setting = `http.${process.env.DOUBLE_SERVER_URL}/.extraheader`;

const git = (...args) =>
  execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

mkdirSync(folder, { recursive: true });
git('init', '--quiet', '.');
git('remote', 'add', 'origin', `${process.env.DOUBLE_SERVER_URL}/${input('repository')}.git`);
git('-c', `${setting}=${header}`, 'fetch', '--quiet', ...depth, 'origin', ref);
git(
  'checkout',
  '--quiet',
  '--force',
  ...(ref.startsWith('refs/heads/') ? ['-B', ref.slice(11)] : ['--detach']),
  'FETCH_HEAD',
);
if (input('persist-credentials') === 'true') git('config', '--local', setting, header);
const commit = git('rev-parse', 'HEAD').trim();
console.log(`HEAD is now at ${commit}`);
appendFileSync(process.env.GITHUB_OUTPUT, `commit=${commit}\nref=${input('ref')}\n`);
