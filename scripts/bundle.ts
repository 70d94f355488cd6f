// Makes dist, or the folder that is named, from the compiled packages: `node scripts/bundle.ts [folder]`.
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile } from './bundle/compile.ts';
import { entrances, libraryStub, programStub } from './bundle/entrances.ts';
import { noticesOf, render, runtimeNotices } from './bundle/licenses.ts';

const root = join(import.meta.dirname, '..');
const out = resolve(process.argv[2] ?? join(root, 'dist'));
const overrides = join(root, 'scripts/licenses');

process.chdir(root); // ncc numbers modules by their paths from here
const programs = entrances(root);
const { files, modules } = await compile(root, programs);
const notices = [...noticesOf(modules, overrides), ...runtimeNotices(root, overrides)];

await rm(out, { recursive: true, force: true });
for (const [name, code] of files) await put(`shared/${name}`, code);
for (const { name, kind, main } of programs) {
  if (kind === 'library') {
    await put(`${name}.js`, libraryStub(name, await functionsOf(main)));
  } else {
    await put(`${name}.js`, programStub(name));
    await chmod(join(out, `${name}.js`), 0o755);
  }
}
await put('package.json', '{ "type": "module" }\n');
await put('THIRD-PARTY-LICENSES.txt', render(notices));

async function put(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(out, path)), { recursive: true });
  await writeFile(join(out, path), content);
}

/** A library does nothing when it is imported. */
async function functionsOf(main: string): Promise<readonly string[]> {
  const library: object = await import(pathToFileURL(main).href);
  return Object.keys(library).sort();
}
