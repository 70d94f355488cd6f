import { digestOf, ReleaseError } from '@slipway/domain';
import type { ArchivePlace } from '../ports/index.js';
import { archiveHere, archiveText } from './archive-here.js';
import { aChosenFile, memoryFiles } from './builders.js';

const wish = { name: 'x.zip', time: 0, ifExists: 'skip-identical' } as const;

function aPlace(standing: Awaited<ReturnType<ArchivePlace['standing']>> = null) {
  const put: string[] = [];
  const place: ArchivePlace = {
    path: '/chosen/x.zip',
    standing: async () => standing,
    put: async ({ path }) => void put.push(path),
  };
  return { place, put };
}

test('the files are packed and put there, without what was made of them before', async () => {
  const { place, put } = aPlace();
  const files = memoryFiles([aChosenFile('a'), aChosenFile('x.zip')]);

  const report = await archiveHere({ files, place }, wish);

  expect(report).toMatchObject({ outcome: 'archived', path: '/chosen/x.zip', files: 1, size: 10, findings: [] });
  expect(put).toEqual(['/made/x.zip']);
  expect(files.asked).toEqual(['archive x.zip', 'discard']);
  expect(archiveText(report)[0]).toMatch(/^archived: \/chosen\/x\.zip \(1 file, 10 bytes, sha256:/);
});

test('the same bytes are left alone, others replaced, unless that is refused', async () => {
  const made = await archiveHere({ files: memoryFiles([aChosenFile('a')]), place: aPlace().place }, wish);
  const outcomes = async (standing: typeof made.digest) => {
    const all = [];
    for (const ifExists of ['skip-identical', 'replace', 'fail'] as const) {
      const { place, put } = aPlace(standing);
      const { outcome } = await archiveHere({ files: memoryFiles([aChosenFile('a')]), place }, { ...wish, ifExists });
      all.push([ifExists, outcome, put.length]);
    }
    return all;
  };

  expect(await outcomes(made.digest)).toEqual([
    ['skip-identical', 'already-archived', 0],
    ['replace', 'archived', 1],
    ['fail', 'already-archived', 0],
  ]);
  expect(await outcomes(digestOf('other'))).toEqual([
    ['skip-identical', 'archived', 1],
    ['replace', 'archived', 1],
    ['fail', 'refused', 0],
  ]);
});

test('no files, and files that may not be taken, are refused', async () => {
  const { place, put } = aPlace();
  const finding = { code: 'bad-input', severity: 'error', what: 'w', where: 'x', remedy: 'r' } as const;
  const unwilling = { ...memoryFiles([]), choose: () => Promise.reject(new ReleaseError([finding])) };

  expect(await archiveHere({ files: memoryFiles([]), place }, wish)).toMatchObject({
    outcome: 'refused',
    findings: [{ what: 'there are no files to pack' }],
  });
  expect(await archiveHere({ files: unwilling, place }, wish)).toMatchObject({
    outcome: 'refused',
    findings: [finding],
  });
  expect(put).toEqual([]);
});
