import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

/** Writes the workflows that pages print from the files themselves; with --check only compares. */
const root = join(import.meta.dirname, '..');
const pages = ['docs/github.md', 'docs/callee.md'];

/** What differs where Slipway is used by others; the pages say so. */
const elsewhere = (yaml: string): string =>
  yaml
    .replaceAll('uses: ./actions/', 'uses: OWNER/slipway/actions/')
    .replaceAll(/(uses: OWNER\/slipway\/actions\/[\w-]+)$/gm, '$1@v0')
    .replaceAll('examples/bitcoin-commons/versions.toml', 'versions.toml');

const place = /(<!-- workflow (\S+) -->\n).*?(<!-- \/workflow -->)/gs;

async function renewed(page: string): Promise<string> {
  const named = [...page.matchAll(place)].map(([, , path = '']) => path);
  const texts = new Map(
    await Promise.all(named.map(async (path) => [path, await readFile(join(root, path), 'utf8')] as const)),
  );
  return page.replace(
    place,
    (_, before: string, path: string, after: string) =>
      `${before}\n\`\`\`yaml\n${elsewhere(texts.get(path) ?? '')}\`\`\`\n\n${after}`,
  );
}

for (const path of pages) {
  const target = join(root, path);
  const page = await readFile(target, 'utf8');
  const wanted = await format(await renewed(page), { ...(await resolveConfig(target)), parser: 'markdown' });
  if (!process.argv.includes('--check')) {
    await writeFile(target, wanted);
  } else if (page !== wanted) {
    console.error(`${path}: it does not print workflows as they are; run node scripts/generate-workflow-docs.ts`);
    process.exitCode = 1;
  }
}
