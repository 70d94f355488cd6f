/**
 * What the builds of this example share: packing a library, and linking a program against libraries.
 *
 * A library is one function, `export default (libraries, node) => ({ … })`: `libraries` holds what it requires, by name, `node`
 * the modules of Node. Packed, it is one JSON file that tells its version, its source and what it was packed against.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const name = setting('SLIPWAY_COMPONENT');
const version = setting('SLIPWAY_VERSION');
const upstreams = setting('SLIPWAY_UPSTREAM_DIR');
const out = 'out';

/**
 * Packs this repository's library against those that it requires.
 * @param {Readonly<Record<string, string>>} requires name → version
 */
export function pack(requires) {
  const linked = linkedLibraries(requires);
  const source = sourceOf('lib.mjs');
  const library = { name, version, requires: pins(Object.keys(requires), linked), digest: digest(source), source };
  put(`${name}.json`, `${JSON.stringify(library, null, 2)}\n`);
  console.log(`packed ${name} ${version} against ${[...linked.keys()].join(', ') || 'nothing'}`);
}

/**
 * Links a program, `bin/<file>.mjs`, with the libraries that it requires, into one file that runs wherever Node does.
 * @param {string} file
 * @param {Readonly<Record<string, string>>} requires name → version
 */
export function link(file, requires) {
  const linked = linkedLibraries(requires);
  const parts = [...linked.values()].map(
    (library) => `  libraries[${JSON.stringify(library.name)}] = (${library.source})(libraries, node);\n`,
  );
  const versions = Object.fromEntries([...linked.values()].map((library) => [library.name, library.version]));
  const built = new Date(Number(setting('SOURCE_DATE_EPOCH')) * 1000).toISOString();
  put(
    file,
    `#!/usr/bin/env node
// ${name} ${version}: a stand-in from an example of Slipway. Linked from its sources, not written by hand.
(async () => {
  const node = { crypto: await import('node:crypto'), fs: await import('node:fs') };
  const about = ${JSON.stringify({ name: file, version, built, libraries: versions })};
  const libraries = {};
${parts.join('')}
  (${sourceOf(`bin/${file}.mjs`)})(libraries, node, about);
})();
`,
  );
  console.log(`linked ${file} ${version} with ${[...linked.keys()].join(', ')}`);
}

/** @typedef {{ name: string, version: string, requires: Record<string, string>, digest: string, source: string }} Library */

/**
 * The libraries that are required, and those that they require, each after what it requires itself.
 * @param {Readonly<Record<string, string>>} requires
 * @returns {Map<string, Library>}
 */
function linkedLibraries(requires) {
  /** @type {Map<string, Library>} */
  const linked = new Map();
  /** @param {string} wanted */
  const add = (wanted) => {
    if (linked.has(wanted)) return;
    const library = read(wanted);
    for (const [other, pin] of Object.entries(library.requires)) {
      add(other);
      const found = pinOf(linked.get(other));
      if (found !== pin) fail(`${wanted} was packed against ${other} ${pin}, but ${found} is here`);
    }
    linked.set(wanted, library);
  };
  for (const [wanted, wish] of Object.entries(requires)) {
    add(wanted);
    const found = linked.get(wanted)?.version;
    if (found !== wish) fail(`${name} requires ${wanted} ${wish}, but ${found} is here`);
  }
  return linked;
}

/**
 * @param {string} wanted
 * @returns {Library}
 */
function read(wanted) {
  const own = wanted === name ? join(out, `${name}.json`) : join(upstreams, wanted, out, `${wanted}.json`);
  /** @type {Library} */
  let library;
  try {
    library = JSON.parse(readFileSync(own, 'utf8'));
  } catch {
    return fail(`${name} requires ${wanted}, which is not among the upstreams: it has to be built first`);
  }
  if (digest(library.source) !== library.digest) fail(`the packed ${wanted} is damaged: its source has another digest`);
  return library;
}

/**
 * @param {readonly string[]} names
 * @param {Map<string, Library>} linked
 */
const pins = (names, linked) => Object.fromEntries(names.map((one) => [one, pinOf(linked.get(one))]));

/** @param {Library | undefined} library */
const pinOf = (library) => (library === undefined ? 'nothing' : `${library.version} ${library.digest}`);

/** @param {string} text */
const digest = (text) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** @param {string} path */
function sourceOf(path) {
  const [, source] = readFileSync(path, 'utf8').split('export default ');
  return source === undefined ? fail(`${path} exports no function`) : source.trim().replace(/;$/, '');
}

/**
 * @param {string} file
 * @param {string} content
 */
function put(file, content) {
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, file), content);
}

/** @param {string} variable */
function setting(variable) {
  return process.env[variable] ?? fail(`${variable} is not set: this build is started by Slipway`);
}

/**
 * @param {string} why
 * @returns {never}
 */
function fail(why) {
  console.error(`error: ${why}`);
  process.exit(1);
}
