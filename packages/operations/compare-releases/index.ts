import type { Finding } from '@slipway/domain';
import type { ReleaseReader } from '../ports/index.js';
import { compareArchives } from './archives.js';
import { compareFiles } from './compare.js';
import { factsOf, type ReleaseFacts } from './facts.js';
import type { ComparisonReport, DifferentFile, FileComparison, ReleaseSummary } from './report.js';

export type * from './report.js';
export { comparisonText } from './text.js';

/** Two paths; each a release folder, a folder of assets, a SHA256SUMS or a release.json. */
export interface ComparisonWish {
  readonly a: string;
  readonly b: string;
}

/** What two releases differ in, down to the members of archives where both sides have the bytes. Writes nothing. */
export async function compareReleases(reader: ReleaseReader, wish: ComparisonWish): Promise<ComparisonReport> {
  const [a, b] = await Promise.all([readFacts(reader, wish.a), readFacts(reader, wish.b)]);
  const { files, findings } = await openDifferent(reader, { a, b }, compareFiles(a.files, b.files));
  const told = [...a.findings, ...b.findings, ...findings];
  return {
    schema: 1,
    outcome: outcomeOf(files, told),
    a: summaryOf(a, wish.a),
    b: summaryOf(b, wish.b),
    files,
    findings: told,
  };
}

const readFacts = async (reader: ReleaseReader, path: string): Promise<ReleaseFacts> =>
  factsOf(await reader.read(path), path);

interface Opened {
  readonly files: readonly FileComparison[];
  readonly findings: readonly Finding[];
}

/** One pair of archives after the other: two cores are busy with that, and no more is in memory than the members of one pair. */
async function openDifferent(
  reader: ReleaseReader,
  { a, b }: { readonly a: ReleaseFacts; readonly b: ReleaseFacts },
  compared: readonly FileComparison[],
): Promise<Opened> {
  if (a.root === null || b.root === null) return { files: compared, findings: [] };
  const files: FileComparison[] = [];
  const findings: Finding[] = [];
  for (const file of compared) {
    const opened =
      file.status === 'different' ? await openPair(reader, [a.root, b.root], file) : { file, findings: [] };
    files.push(opened.file);
    findings.push(...opened.findings);
  }
  return { files, findings };
}

async function openPair(reader: ReleaseReader, roots: readonly [string, string], file: DifferentFile) {
  const [a, b] = await Promise.all([reader.open(roots[0], file.name), reader.open(roots[1], file.name)]);
  if (a?.status === 'read' && b?.status === 'read')
    return { file: { ...file, archive: compareArchives(a.entries, b.entries) }, findings: [] };
  return {
    file,
    findings: [a, b].flatMap((contents) => (contents?.status === 'unreadable' ? [contents.finding] : [])),
  };
}

function outcomeOf(files: readonly FileComparison[], findings: readonly Finding[]): ComparisonReport['outcome'] {
  if (files.some(({ status }) => status !== 'same')) return 'different';
  return findings.some(({ severity }) => severity === 'error') ? 'damaged' : 'same';
}

const summaryOf = ({ kind, files }: ReleaseFacts, name: string): ReleaseSummary => ({ name, kind, files: files.size });
