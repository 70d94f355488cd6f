import { type Checksum, type Finding, ReleaseError, parseChecksums, printed } from '@slipway/domain';
import type { ReleaseMaterial } from '../ports/index.js';
import type { Files } from './compare.js';
import { parseRecord } from './record.js';
import type { FileFacts, ReleaseSummary } from './report.js';

/** A release as it can be compared with another one. */
export interface ReleaseFacts {
  readonly kind: ReleaseSummary['kind'];
  /** The folder of its bytes; `null` where only digests are there. */
  readonly root: string | null;
  readonly files: Files;
  /** What its own SHA256SUMS has against it. */
  readonly findings: readonly Finding[];
}

/** `name` is what messages call the release. Throws for a text that tells no release. */
export function factsOf(material: ReleaseMaterial, name: string): ReleaseFacts {
  if (material.kind === 'text') return factsOfText(material.text, name);
  const { root, checksums } = material;
  if (material.files.length === 0 && checksums === null) throw new ReleaseError([empty(name)]);
  const files = factsByName(material.files, name);
  const sums = `${root}/SHA256SUMS`;
  const findings =
    checksums === null ? [withoutChecksums(name)] : held(files, factsByName(checksumsIn(checksums, sums), sums), name);
  return { kind: 'folder', root, files, findings };
}

function factsOfText(text: string, name: string): ReleaseFacts {
  const isRecord = /^\s*\{/.test(text);
  const files = factsByName(isRecord ? parseRecord(text, name) : checksumsIn(text, name), name);
  if (files.size === 0) throw new ReleaseError([empty(name)]);
  return { kind: isRecord ? 'record' : 'checksums', root: null, files, findings: [] };
}

/** `./name`, as `sha256sum ./*` writes it, is `name`. */
function checksumsIn(text: string, where: string): readonly Checksum[] {
  const parsed = parseChecksums(text, where);
  if (parsed.status === 'invalid') throw new ReleaseError(parsed.findings);
  return parsed.checksums.map(({ name, digest }) => ({ name: name.replace(/^(\.\/)+/, ''), digest }));
}

function factsByName(files: readonly (Checksum & { readonly size?: number })[], where: string): Files {
  const byName = new Map<string, FileFacts>();
  for (const { name, size = null, digest } of files) {
    if ((byName.get(name)?.digest ?? digest) !== digest) throw new ReleaseError([twice(name, where)]);
    byName.set(name, { size, digest });
  }
  return byName;
}

/** What a folder's files and its SHA256SUMS have against each other. */
function held(files: Files, listed: Files, where: string): readonly Finding[] {
  const broken = [...listed].flatMap(([name, { digest }]) => {
    const file = files.get(name);
    if (!file) return [error(`${printed(name)} stands in its SHA256SUMS and is not there`, where)];
    return file.digest === digest
      ? []
      : [error(`${printed(name)} has not the digest that its SHA256SUMS tells`, where)];
  });
  const [first, ...more] = [...files.keys()].filter((name) => !listed.has(name));
  if (first === undefined) return broken;
  const others = more.length > 0 ? ` and ${more.length} more` : '';
  return [...broken, warning(`not listed in its SHA256SUMS: ${printed(first)}${others}`, where)];
}

const error = (what: string, where: string): Finding => ({
  code: 'conflict',
  severity: 'error',
  what,
  where,
  remedy: 'the release is damaged: get it again from where it came from',
});

const warning = (what: string, where: string): Finding => ({
  code: 'conflict',
  severity: 'warning',
  what,
  where,
  remedy: 'list it, or take it away: whoever checks the release does not see it',
});

const withoutChecksums = (where: string): Finding => ({
  code: 'not-found',
  severity: 'warning',
  what: 'the folder has no SHA256SUMS, so that nothing tells whether its files are whole',
  where,
  remedy: 'give the release folder, or its assets folder',
});

const twice = (name: string, where: string): Finding => ({
  code: 'bad-input',
  severity: 'error',
  what: `${printed(name)} is listed twice, with two digests`,
  where,
  remedy: 'list each file once',
});

const empty = (where: string): Finding => ({
  code: 'bad-input',
  severity: 'error',
  what: 'no file stands or is listed there',
  where,
  remedy: 'give a release folder, a SHA256SUMS or a release.json',
});
