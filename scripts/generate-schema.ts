import { readFile, writeFile } from 'node:fs/promises';
import { manifestJsonSchema } from '@slipway/operations/orchestrate-chain';
import { format, resolveConfig } from 'prettier';

/** Writes schema/versions.schema.json from the declaration that parses the file; with --check only compares. */
const target = new URL('../schema/versions.schema.json', import.meta.url);
const options = await resolveConfig(target);
const wanted = await format(JSON.stringify(manifestJsonSchema()), { ...options, parser: 'json' });

if (!process.argv.includes('--check')) {
  await writeFile(target, wanted);
} else if ((await readFile(target, 'utf8').catch(() => '')) !== wanted) {
  console.error('schema/versions.schema.json: is not what the declaration says; run node scripts/generate-schema.ts');
  process.exitCode = 1;
}
