import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { minify } from '@swc/core';
import ncc, { type Bundle, type Module } from '@vercel/ncc';
import { compiledAtOnce } from './eager.ts';
import { type Entrance, switchboard } from './entrances.ts';

export interface Compiled {
  /** Name in the shared folder, and content. */
  readonly files: ReadonlyMap<string, string>;
  /** Paths of all modules that are in the files. */
  readonly modules: readonly string[];
}

/** All that the programs need, in one main chunk and chunks that are loaded when they are asked for. */
export async function compile(root: string, programs: readonly Entrance[]): Promise<Compiled> {
  const bundle = await bundled(root, programs);
  const modules = modulesOf(bundle);
  refuseMissing(modules);
  const files = new Map([['index.js', await minified(bundle.code)]]);
  for (const [name, { source }] of Object.entries(bundle.assets)) {
    if (name === 'package.json') continue; // says that the folder holds ES modules; ours stands one folder up
    if (!name.endsWith('.index.js')) throw new Error(`the bundles would need ${name}, a file that is no chunk`);
    files.set(name, await minified(source.toString()));
  }
  return { files, modules };
}

/** ncc numbers modules by their paths, so the entry's is the same in every checkout. */
async function bundled(root: string, programs: readonly Entrance[]): Promise<Bundle> {
  const entry = join(root, 'node_modules/.cache/slipway/entry.js');
  await mkdir(dirname(entry), { recursive: true });
  await writeFile(entry, switchboard(programs, relative(dirname(entry), root)));
  try {
    return await ncc(entry, { cache: false, quiet: true, esm: true });
  } finally {
    await rm(entry);
  }
}

/** ncc minifies the main chunk alone. Names stay: errors are told apart by the names of their classes, and stacks are read. */
async function minified(code: string): Promise<string> {
  const options = { module: true, compress: true, mangle: { keep_classnames: true, keep_fnames: true } } as const;
  const result = await minify(code, { ...options, ecma: 2022, format: { comments: false } });
  return compiledAtOnce(`${result.code}\n`);
}

function modulesOf({ stats: { compilation } }: Bundle): readonly string[] {
  const inChunks = [...compilation.modules].filter(
    (module) => compilation.chunkGraph.getNumberOfModuleChunks(module) > 0,
  );
  return [...new Set(inChunks.flatMap(resources))].sort();
}

const resources = (module: Module): readonly string[] =>
  module.modules ? module.modules.flatMap(resources) : module.resource ? [module.resource] : [];

/** ncc turns a module that it cannot find into an error at run time; here the build fails. */
function refuseMissing(modules: readonly string[]): void {
  const missing = modules.filter((path) => path.includes('@@notfound.js?')).map((path) => path.split('?')[1]);
  if (missing.length > 0) throw new Error(`imported by the programs but not installed: ${missing.join(', ')}`);
}
