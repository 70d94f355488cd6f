import { renderChecksums } from '@slipway/domain';
import type { ReleaseMaterial } from '../ports/index.js';
import { aFile, aFolder, anEntry, aReader } from './builders.js';
import { compareReleases, comparisonText } from './index.js';

const [x, y] = [aFile('x.tar.gz'), aFile('y.txt')] as const;
const files = [x, y];
const sums = renderChecksums(files);
const record = JSON.stringify({ schema: 1, set: 'set-1', assets: files });
const text = (content: string): ReleaseMaterial => ({ kind: 'text', text: content });

const forms: Readonly<Record<string, ReleaseMaterial>> = {
  folder: aFolder(files, sums),
  sums: text(sums),
  record: text(record),
  dotted: text(sums.replaceAll('  ', ' *./')),
};
const pairs = Object.keys(forms).flatMap((a) => Object.keys(forms).map((b) => [a, b] as const));

test.each(pairs)('a release is the same as %s and as %s', async (a, b) => {
  const report = await compareReleases(aReader(forms), { a, b });

  expect(report).toMatchObject({ outcome: 'same', findings: [] });
  expect(report.files.map(({ status, name }) => [status, name])).toEqual([
    ['same', 'x.tar.gz'],
    ['same', 'y.txt'],
  ]);
});

test('what is missing and what differs is told with its sizes', async () => {
  const other = [aFile('x.tar.gz', 'other'), aFile('z')];
  const reader = aReader({ a: forms['folder'] ?? text(''), b: text(renderChecksums(other)) });

  const report = await compareReleases(reader, { a: 'a', b: 'b' });

  expect(report.outcome).toBe('different');
  expect(comparisonText(report)).toEqual([
    'a: a (folder, 2 files)',
    'b: b (checksums, 2 files)',
    'different: "x.tar.gz"',
    'missing in b: "y.txt" (5 bytes)',
    'missing in a: "z"',
    '0 same, 2 missing, 1 different',
  ]);
});

test('archives that differ are opened where both sides have their bytes', async () => {
  const other = [aFile('x.tar.gz', 'other'), y];
  const reader = aReader(
    { a: aFolder(files, sums, '/a'), b: aFolder(other, renderChecksums(other), '/b') },
    {
      '/a/x.tar.gz': {
        status: 'read',
        entries: [anEntry('bin/tool'), anEntry('doc', { text: 'old' }), anEntry('gone')],
      },
      '/b/x.tar.gz': {
        status: 'read',
        entries: [anEntry('doc', { text: 'new!', time: 1_000 }), anEntry('bin/tool', { mode: 0o755 })],
      },
    },
  );

  const report = await compareReleases(reader, { a: 'a', b: 'b' });

  expect(comparisonText(report).slice(2)).toEqual([
    'different: "x.tar.gz" (8 → 5 bytes)',
    '  "bin/tool": mode (0644 → 0755)',
    '  "doc": content (3 → 4 bytes), time (1970-01-01T00:00:00.000Z → 1970-01-01T00:00:01.000Z)',
    '  missing in b: "gone" (4 bytes)',
    '  order: "bin/tool" in a stands where "doc" stands in b',
    '1 same, 0 missing, 1 different',
  ]);
});

test('archives that only are packed differently say so', async () => {
  const other = [aFile('x.tar.gz', 'packed'), y];
  const same = { status: 'read', entries: [anEntry('m')] } as const;
  const reader = aReader(
    { a: aFolder(files, sums, '/a'), b: aFolder(other, renderChecksums(other), '/b') },
    { '/a/x.tar.gz': same, '/b/x.tar.gz': same },
  );

  const report = await compareReleases(reader, { a: 'a', b: 'b' });

  expect(report.outcome).toBe('different');
  expect(comparisonText(report)).toContain(
    '  the members are the same; the archives are packed differently (compression, padding, headers)',
  );
});

test('an archive that cannot be read is a finding, and the files differ all the same', async () => {
  const other = [aFile('x.tar.gz', 'broken'), y];
  const finding = { code: 'bad-input', severity: 'error', what: 'w', where: '/b/x.tar.gz', remedy: 'r' } as const;
  const reader = aReader(
    { a: aFolder(files, sums, '/a'), b: aFolder(other, renderChecksums(other), '/b') },
    { '/a/x.tar.gz': { status: 'read', entries: [] }, '/b/x.tar.gz': { status: 'unreadable', finding } },
  );

  const report = await compareReleases(reader, { a: 'a', b: 'b' });

  expect(report).toMatchObject({ outcome: 'different', findings: [finding] });
  expect(report.files[0]).toMatchObject({ status: 'different', archive: null });
});

test('members are told to people up to twenty, and to programs all', async () => {
  const other = [aFile('x.tar.gz', 'other'), y];
  const many = Array.from({ length: 25 }, (_, at) => anEntry(`m${String(at).padStart(2, '0')}`));
  const reader = aReader(
    { a: aFolder(files, sums, '/a'), b: aFolder(other, renderChecksums(other), '/b') },
    { '/a/x.tar.gz': { status: 'read', entries: many }, '/b/x.tar.gz': { status: 'read', entries: [] } },
  );

  const report = await compareReleases(reader, { a: 'a', b: 'b' });

  expect(report.files[0]).toMatchObject({ archive: { members: { length: 25 } } });
  expect(comparisonText(report).filter((line) => line.startsWith('  missing'))).toHaveLength(20);
  expect(comparisonText(report)).toContain('  … and 5 more members (all of them with --json)');
});

test.each([
  [
    'a file without the digest of its SHA256SUMS',
    [aFile('x.tar.gz', 'damaged'), aFile('y.txt')],
    '"x.tar.gz" has not the digest that its SHA256SUMS tells',
  ],
  ['a file that is listed and not there', [aFile('y.txt')], '"x.tar.gz" stands in its SHA256SUMS and is not there'],
])('%s is damage, even where both sides have it', async (_, broken, what) => {
  const report = await compareReleases(aReader({ a: aFolder(broken, sums) }), { a: 'a', b: 'a' });

  expect(report).toMatchObject({ outcome: 'damaged', findings: [{ severity: 'error', what, where: 'a' }, { what }] });
  expect(comparisonText(report).at(-1)).toContain('damaged');
});

test.each([
  ['a file that is not listed', aFolder([...files, aFile('z')], sums), 'not listed in its SHA256SUMS: "z"'],
  ['a folder without SHA256SUMS', aFolder(files, null), 'the folder has no SHA256SUMS'],
])('%s is a warning', async (_, a, what) => {
  const report = await compareReleases(aReader({ a }), { a: 'a', b: 'a' });

  expect(report).toMatchObject({
    outcome: 'same',
    findings: [{ severity: 'warning', what: expect.stringContaining(what) }, {}],
  });
});

test.each([
  ['a text that is no list', text('# Hello\n'), '"# Hello" is no line of checksums'],
  ['a folder whose SHA256SUMS is broken', aFolder(files, 'x'), '/a/SHA256SUMS:1: "x" is no line of checksums'],
  ['an empty text', text(''), 'no file stands or is listed there'],
  ['an empty folder', aFolder([], null), 'no file stands or is listed there'],
  ['broken JSON', text('{"schema": 1'), 'begins like JSON and is none'],
  [
    'a release.json of another schema',
    text('{"schema": 2, "assets": []}'),
    'no release.json of schema 1: not right at schema',
  ],
  ['a release.json with a wrong digest', text(record.replace('sha256:', 'md5:')), 'not right at assets.0.digest'],
  [
    'a name with two digests',
    text(sums + renderChecksums([{ ...x, digest: aFile('q').digest }])),
    '"x.tar.gz" is listed twice, with two digests',
  ],
])('%s is refused', async (_, a, message) => {
  await expect(compareReleases(aReader({ a, ...forms }), { a: 'a', b: 'sums' })).rejects.toThrow(message);
});

test('a name from an archive cannot write to the terminal', async () => {
  const other = [aFile('x.tar.gz', 'other'), y];
  const reader = aReader(
    { a: aFolder(files, sums, '/a'), b: aFolder(other, renderChecksums(other), '/b') },
    {
      '/a/x.tar.gz': { status: 'read', entries: [anEntry('\u001b[2J\n\u202ename')] },
      '/b/x.tar.gz': { status: 'read', entries: [] },
    },
  );

  const lines = comparisonText(await compareReleases(reader, { a: 'a', b: 'b' }));

  expect(lines.join('')).not.toMatch(/[\p{Cc}\u202e]/u);
  expect(lines).toContain('  missing in b: "\\u001b[2J\\n\\u202ename" (10 bytes)');
});
