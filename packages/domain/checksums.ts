import { type Digest, hexOf, isDigest } from './digest.js';
import { printed } from './printed.js';
import type { Finding } from './problem.js';

/** A file and its digest, as a line of SHA256SUMS has them. */
export interface Checksum {
  readonly name: string;
  readonly digest: Digest;
}

export type ParsedChecksums =
  | { readonly status: 'parsed'; readonly checksums: readonly Checksum[] }
  | { readonly status: 'invalid'; readonly findings: readonly [Finding, ...Finding[]] };

/** Less than, equal to or greater than zero, as the UTF-8 bytes of `a` come before, with or after those of `b`. */
export const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The text of a SHA256SUMS, sorted by the bytes of the names; `sha256sum -c` reads it. */
export const renderChecksums = (checksums: readonly Checksum[]): string =>
  checksums
    .toSorted((a, b) => compareBytes(a.name, b.name))
    .map(line)
    .join('');

/** What GNU's tools escape in names, telling it by a backslash before the digest (coreutils manual, "md5sum invocation"). */
const escapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
]);
const unescaped: ReadonlyMap<string, string> = new Map([...escapes].map(([character, escape]) => [escape, character]));

function line({ name, digest }: Checksum): string {
  const escaped = name.replace(/[\\\n\r]/g, (character) => escapes.get(character) ?? character);
  return `${escaped === name ? '' : '\\'}${hexOf(digest)}  ${escaped}\n`;
}

/** Reads what GNU's tools write: text mode (two spaces) or binary (space and asterisk), lines ending in LF or CRLF. All that is wrong is told. */
export function parseChecksums(text: string, where: string): ParsedChecksums {
  const checksums: Checksum[] = [];
  const findings: Finding[] = [];
  for (const [index, content] of text.split(/\r?\n/).entries()) {
    if (content === '') continue;
    const checksum = parseLine(content);
    if (checksum) checksums.push(checksum);
    else findings.push(malformed(content, `${where}:${index + 1}`));
  }
  const [first, ...rest] = findings;
  return first ? { status: 'invalid', findings: [first, ...rest] } : { status: 'parsed', checksums };
}

const shape = /^(?<escaped>\\?)(?<hex>[0-9a-fA-F]{64}) [ *](?<name>.+)$/s;

function parseLine(content: string): Checksum | null {
  const { escaped, hex, name } = shape.exec(content)?.groups ?? {};
  if (hex === undefined || name === undefined) return null;
  const digest = `sha256:${hex.toLowerCase()}`;
  const plain = escaped === '' ? name : unescape(name);
  return plain === null || !isDigest(digest) ? null : { name: plain, digest };
}

/** `null` where a backslash begins no escape that we know. */
function unescape(name: string): string | null {
  const parts = name.match(/\\.?|[^\\]+/gs) ?? [];
  const plain = parts.map((part) => (part.startsWith('\\') ? unescaped.get(part) : part));
  return plain.includes(undefined) ? null : plain.join('');
}

const malformed = (content: string, where: string): Finding => ({
  code: 'bad-input',
  severity: 'error',
  what: `${printed(content)} is no line of checksums`,
  where,
  remedy: 'write the 64 hexadecimal digits of a SHA-256, two spaces, and the name of a file',
});
