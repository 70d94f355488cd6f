import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One third-party package, or part of one, that is in the bundles. */
export interface Notice {
  readonly name: string;
  /** Empty where it is not known. */
  readonly version: string;
  /** SPDX expression. */
  readonly license: string;
  readonly text: string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/** The packages that the modules come from, each with its licence's words; a package without any is refused by name. */
export function noticesOf(modules: readonly string[], overrides: string): readonly Notice[] {
  const folders = new Set(modules.map(packageFolder).filter((folder) => folder !== null));
  const notices = new Map<string, Notice>();
  for (const folder of folders) {
    const notice = noticeOf(folder, overrides);
    notices.set(`${notice.name} ${notice.version}`, notice);
  }
  return [...notices.keys()].sort().flatMap((key) => notices.get(key) ?? []);
}

/** `…/node_modules/a` of `…/node_modules/a/lib/x.js`; `null` for code of ours. */
function packageFolder(path: string): string | null {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/@.][^/]*(?=\/)/.exec(path)?.[0] ?? null;
}

/** What ncc itself puts into every bundle: its own loader code and webpack's, which its package does not name. */
export const runtimeNotices = (root: string, overrides: string): readonly Notice[] => [
  noticeOf(join(root, 'node_modules/@vercel/ncc'), overrides),
  { name: 'webpack', version: '', license: 'MIT', text: readFileSync(join(overrides, 'webpack.txt'), 'utf8') },
];

function noticeOf(folder: string, overrides: string): Notice {
  const {
    name,
    version,
    license = 'see below',
  }: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const override = join(overrides, `${name.replace('/', '__')}.txt`);
  const own = ownText(folder);
  if (own === '' && !existsSync(override)) {
    throw new Error(`${name} ${version} is in the bundles and ships no licence text: put it into ${override}`);
  }
  return { name, version, license, text: own || readFileSync(override, 'utf8') };
}

/** Licence and notice files, else what the readme says under that heading. */
function ownText(folder: string): string {
  const names = readdirSync(folder).sort();
  const files = names.filter((name) => /^(licen[cs]e|copying|notice)\b/i.test(name));
  if (files.length > 0) return files.map((name) => readFileSync(join(folder, name), 'utf8').trim()).join('\n\n');
  const readme = names.find((name) => /^readme\b/i.test(name));
  return readme === undefined ? '' : licenseSection(readFileSync(join(folder, readme), 'utf8'));
}

/** The section of a readme, if it grants the permission itself and does not only name a licence. */
function licenseSection(readme: string): string {
  const section = /^#+\s*licen[cs]e[^\n]*\n(?<body>.*?)(?=^#|(?![^]))/ims.exec(readme)?.groups?.['body'] ?? '';
  return /permission|redistribution/i.test(section) ? section.trim() : '';
}

/** The file that stands beside the bundles. */
export function render(notices: readonly Notice[]): string {
  const blocks = notices.map(({ name, version, license, text }) => {
    const title = [name, version, `(${license})`].filter((word) => word !== '').join(' ');
    return `${title}\n${'-'.repeat(title.length)}\n\n${text.replaceAll('\r\n', '\n').trim()}\n`;
  });
  return `The bundles in this folder contain the following third-party software.\n\n${blocks.join('\n\n')}`;
}
