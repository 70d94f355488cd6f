import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';

/** Writes the tables of each action's README from its action.yml; with --check only compares. */
const actions = join(import.meta.dirname, '../actions');

interface Item {
  readonly description: string;
  readonly default?: string;
  readonly required?: boolean;
}

interface Action {
  readonly inputs: Readonly<Record<string, Item>>;
  readonly outputs: Readonly<Record<string, Item>>;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const table = (titles: readonly string[], rows: readonly (readonly string[])[]): string =>
  [titles, titles.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

const defaultText = ({ default: preset, required }: Item): string =>
  required ? 'must be given' : preset ? `\`${preset}\`` : '';

const tables = {
  inputs: ({ inputs }: Action) =>
    table(
      ['input', 'default', ''],
      Object.entries(inputs).map(([name, item]) => [`\`${name}\``, defaultText(item), item.description]),
    ),
  outputs: ({ outputs }: Action) =>
    table(
      ['output', ''],
      Object.entries(outputs).map(([name, { description }]) => [`\`${name}\``, description]),
    ),
};

/** The README with what stands between `<!-- inputs -->` and `<!-- /inputs -->`, and the same of outputs, made anew. */
const renewed = (readme: string, action: Action): string =>
  Object.entries(tables).reduce((text, [name, render]) => {
    const place = new RegExp(`(<!-- ${name} -->\n).*?(<!-- /${name} -->)`, 's');
    if (!place.test(text))
      throw new Error(`a README has no place for ${name}: write <!-- ${name} --> and <!-- /${name} -->`);
    return text.replace(place, (_, before: string, after: string) => `${before}\n${render(action)}\n\n${after}`);
  }, readme);

for (const entry of await readdir(actions, { withFileTypes: true })) {
  const folder = join(actions, entry.name);
  const definition = await readFile(join(folder, 'action.yml'), 'utf8').catch(() => null);
  if (definition === null) continue;
  const target = join(folder, 'README.md');
  const readme = await readFile(target, 'utf8');
  const wanted = await format(renewed(readme, parse(definition)), {
    ...(await resolveConfig(target)),
    parser: 'markdown',
  });
  if (!process.argv.includes('--check')) {
    await writeFile(target, wanted);
  } else if (readme !== wanted) {
    console.error(
      `actions/${entry.name}/README.md: its tables are not what action.yml says; run node scripts/generate-action-docs.ts`,
    );
    process.exitCode = 1;
  }
}
