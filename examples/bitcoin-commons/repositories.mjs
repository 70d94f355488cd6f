import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const sources = join(here, 'repositories');

/** Whoever makes them, and whenever: equal commits have equal ids. */
const author = 'Example of Slipway <example@slipway.invalid> 1736942400 +0000';
const message = 'Version 0.1.0\n';
const tag = 'v0.1.0';

/** @typedef {{ path: string, content: Uint8Array }} File */

/**
 * Makes the example's six git repositories in `folder`, each with one commit on `main`, tagged v0.1.0. One that is there
 * and was made from the same files is left as it is.
 * @param {string} folder
 */
export function makeRepositories(folder) {
  for (const name of readdirSync(sources)) {
    const files = filesOf(name);
    const stamp = createHash('sha256').update(stream(files)).digest('hex');
    if (stampOf(join(folder, name)) !== stamp) makeRepository(join(folder, name), files, stamp);
  }
}

/**
 * The commit is made by fast-import from the bytes alone: no index, filter, hook or signature has a part in it. The repository
 * appears by one rename.
 * @param {string} repository
 * @param {readonly File[]} files
 * @param {string} stamp
 */
function makeRepository(repository, files, stamp) {
  const draft = `${repository}.unfinished-${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  git(draft, ['init', '--quiet', '--template=', '--object-format=sha1', '--initial-branch=main']);
  git(draft, ['fast-import', '--quiet'], stream(files));
  git(draft, ['reset', '--quiet', '--hard', 'main']);
  writeFileSync(join(draft, '.git', stampName), stamp);
  rmSync(repository, { recursive: true, force: true });
  renameSync(draft, repository);
}

const stampName = 'example-stamp';

/** @param {string} repository */
function stampOf(repository) {
  const file = join(repository, '.git', stampName);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/**
 * The repository's own files and those that all of them share, sorted: what links, and the workflow with which GitHub builds them.
 * @param {string} name
 * @returns {readonly File[]}
 */
function filesOf(name) {
  const root = join(sources, name);
  const own = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(root, path)).isFile(),
  );
  return [
    ...own.map((path) => ({ path, content: readFileSync(join(root, path)) })),
    { path: 'link.mjs', content: readFileSync(join(here, 'vendored/link.mjs')) },
    { path: '.github/workflows/build.yml', content: readFileSync(join(here, '../callee/build.yml')) },
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * What git-fast-import(1) reads: one commit with these files, and the tag.
 * @param {readonly File[]} files
 */
function stream(files) {
  const parts = [`commit refs/heads/main\nmark :1\nauthor ${author}\ncommitter ${author}\n`, data(message)];
  for (const { path, content } of files) parts.push(`M 100644 inline ${path}\n`, data(content));
  parts.push(`reset refs/tags/${tag}\nfrom :1\n\ndone\n`);
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

/** @param {string | Uint8Array} content */
const data = (content) =>
  Buffer.concat([Buffer.from(`data ${Buffer.byteLength(content)}\n`), Buffer.from(content), Buffer.from('\n')]);

/**
 * Git as nobody has configured it.
 * @param {string} folder
 * @param {readonly string[]} args
 * @param {Buffer} [input]
 */
function git(folder, args, input) {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CEILING_DIRECTORIES: dirname(folder),
  };
  execFileSync('git', args, { cwd: folder, env, input, stdio: ['pipe', 'inherit', 'inherit'] });
}
