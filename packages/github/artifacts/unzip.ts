import { type Artifact, printed, staysInside } from '@slipway/domain';
import type { ArtifactSink, DownloadLimits, RunArtifact } from '@slipway/operations/ports';
import crc32 from 'crc-32';
import type { Entry, ZipFile } from 'yauzl';
import { complaintOf } from '../client/failure.js';
import { artifactError } from './findings.js';
import { stretchOf } from './stretch.js';

/** Gives the files of a zip to the sink, one after the other, once all of its directory has been looked at. */
export async function unzip(
  path: string,
  artifact: RunArtifact,
  sink: ArtifactSink,
  limits: DownloadLimits,
): Promise<readonly Artifact[]> {
  // Loaded here because most commands never open an archive.
  const { openPromise, getFileNameLowLevel } = await import('yauzl');
  const nameOf = ({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string =>
    getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
  const zip = await openPromise(path, { autoClose: false, decodeStrings: false }).catch((error: unknown) => {
    throw unreadable(artifact, error);
  });
  try {
    const files = checked(await members(zip, nameOf, artifact, limits), artifact, limits);
    const kept: Artifact[] = [];
    for (const { name, entry } of files) {
      const content = contentOf({ zip, path, entry }, artifact);
      kept.push(
        await sink.take(name, artifact.digest === null ? compared(content, { name, entry }, artifact) : content),
      );
    }
    return kept;
  } finally {
    zip.close();
  }
}

interface Member {
  readonly name: string;
  readonly entry: Entry;
}

interface Packed {
  readonly zip: ZipFile;
  readonly path: string;
  readonly entry: Entry;
}

async function members(
  zip: ZipFile,
  nameOf: (entry: Entry) => string,
  artifact: RunArtifact,
  { mostFiles }: DownloadLimits,
): Promise<readonly Member[]> {
  if (zip.entryCount > mostFiles) throw tooMany(artifact, mostFiles);
  const found: Member[] = [];
  try {
    for await (const entry of zip.eachEntry()) found.push({ name: nameOf(entry), entry });
  } catch (error) {
    throw unreadable(artifact, error);
  }
  return found;
}

/** Folders need no entry of their own; all else has to be a file that stays inside, once, and not too large together. */
function checked(all: readonly Member[], artifact: RunArtifact, { mostBytes }: DownloadLimits): readonly Member[] {
  const files = all.filter(({ name }) => !name.endsWith('/'));
  const names = new Set<string>();
  let bytes = 0;
  for (const { name, entry } of files) {
    const problem = problemOf(name, entry) ?? (names.has(name) ? 'is there twice' : null);
    if (problem !== null) throw refused(artifact, `has an entry ${printed(name)} that ${problem}`);
    names.add(name);
    bytes += entry.uncompressedSize; // yauzl fails where an entry has more than its directory says
  }
  if (bytes > mostBytes) throw tooLarge(artifact, mostBytes);
  return files;
}

function problemOf(name: string, entry: Entry): string | null {
  if (!staysInside(name)) return 'would leave its folder';
  if (isLink(entry)) return 'is a link';
  return entry.canDecodeFileData() ? null : 'is encrypted or packed in a way that we cannot read';
}

/** Upper bytes of what a Unix system has written (APPNOTE.TXT 4.4.2, 4.4.15), and their four bits for a link (stat(2)). */
const isLink = ({ versionMadeBy, externalFileAttributes }: Entry): boolean =>
  versionMadeBy >> 8 === 3 && ((externalFileAttributes >>> 16) & 0o170000) === 0o120000;

async function* contentOf({ zip, path, entry }: Packed, artifact: RunArtifact): AsyncGenerator<Uint8Array> {
  try {
    yield* entry.isCompressed() ? await zip.openReadStreamPromise(entry) : storedContent({ zip, path, entry });
  } catch (error) {
    throw unreadable(artifact, error);
  }
}

/** Where GitHub tells no digest of the whole, nothing else would notice damage: yauzl compares lengths alone. */
async function* compared(
  content: AsyncIterable<Uint8Array>,
  { name, entry }: Member,
  artifact: RunArtifact,
): AsyncGenerator<Uint8Array> {
  let sum = 0;
  for await (const bytes of content) {
    sum = crc32.buf(bytes, sum);
    yield bytes;
  }
  if (sum >>> 0 !== entry.crc32) throw damaged(artifact, name);
}

/** What is not compressed is read in larger pieces than yauzl does, and goes through none of its streams. */
async function* storedContent({ zip, path, entry }: Packed): AsyncGenerator<Uint8Array> {
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  yield* stretchOf(path, fileDataStart, entry.compressedSize);
}

const unreadable = (artifact: RunArtifact, error: unknown) =>
  artifactError(
    artifact,
    { code: 'conflict', what: `is no zip that can be read (${complaintOf(error)})`, remedy: 'build it again' },
    error,
  );

const refused = (artifact: RunArtifact, what: string) =>
  artifactError(artifact, { code: 'bad-input', what, remedy: 'let its workflow upload plain files, each once' });

const damaged = (artifact: RunArtifact, name: string) =>
  artifactError(artifact, {
    code: 'conflict',
    what: `has an entry ${printed(name)} whose bytes are not those that were packed (CRC-32)`,
    remedy: 'run again; if it stays so, build it again',
  });

const tooMany = (artifact: RunArtifact, most: number) =>
  artifactError(artifact, {
    code: 'bad-input',
    what: `has more than ${most} files`,
    remedy: 'let its workflow upload only what is released, or pack it into an archive',
  });

export const tooLarge = (artifact: RunArtifact, most: number) =>
  artifactError(artifact, {
    code: 'bad-input',
    what: `has more than ${most} bytes`,
    remedy: 'let its workflow upload only what is released',
  });
