import { appendFileSync, globSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';

const { DefaultArtifactClient } = await import(process.env.DOUBLE_ARTIFACT_CLIENT);
const input = (name) => process.env[`INPUT_${name.toUpperCase()}`]?.trim() ?? '';

/** A folder stands for all that is in it; where a pattern begins, the folder in front of it. */
function search(pattern) {
  const plain = !/[*?[]/.test(pattern);
  const base = resolve(plain ? pattern : dirname(pattern.slice(0, pattern.search(/[*?[]/)) + 'x'));
  const found = globSync(plain ? [pattern, join(pattern, '**')] : pattern).map((path) => resolve(path));
  const files = found.filter((path) => statSync(path).isFile());
  return { root: files.includes(base) ? dirname(base) : base, files };
}

/** The deepest folder that holds all of them. */
const common = (folders) =>
  folders.reduce((a, b) => {
    const parts = a.split(sep);
    const other = b.split(sep);
    const differs = parts.findIndex((part, index) => part !== other[index]);
    return parts.slice(0, differs < 0 ? parts.length : differs).join(sep) || sep;
  });

const patterns = input('path')
  .split('\n')
  .map((line) => line.trim())
  .filter((line) => line !== '');
const wanted = patterns.filter((line) => !line.startsWith('!')).map(search);
const unwanted = new Set(
  patterns.filter((line) => line.startsWith('!')).flatMap((line) => search(line.slice(1)).files),
);
const root = common(wanted.map((one) => one.root));
const files = [...new Set(wanted.flatMap((one) => one.files))].filter(
  (file) =>
    !unwanted.has(file) &&
    (input('include-hidden-files') === 'true' ||
      !relative(root, file)
        .split(sep)
        .some((part) => part.startsWith('.'))),
);

if (files.length === 0) {
  const message = `No files were found with the provided path: ${input('path')}. No artifacts will be uploaded.`;
  const level = input('if-no-files-found');
  if (level !== 'ignore') console.log(`::${level === 'error' ? 'error' : 'warning'}::${message}`);
  process.exit(level === 'error' ? 1 : 0);
}

const single = input('archive') === 'false';
const name = single ? basename(files[0]) : input('name');
const client = new DefaultArtifactClient();
if (input('overwrite') === 'true') await client.deleteArtifact(name).catch(() => undefined);
const days = Number(input('retention-days'));
const { id, digest } = await client.uploadArtifact(name, files, root, {
  ...(days > 0 ? { retentionDays: days } : {}),
  compressionLevel: Number(input('compression-level')),
  skipArchive: single,
});
appendFileSync(process.env.GITHUB_OUTPUT, `artifact-id=${id}\nartifact-digest=${digest}\n`);
