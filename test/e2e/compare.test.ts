import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aSmallSet, assets } from './a-set.js';
import { aFolder, nodes, runProgram, slipway } from './slipway.js';

const compare = (folder: string, ...args: readonly string[]) => slipway(['chain', 'compare', ...args], { folder });

/** A release that was built, and a copy of it. */
async function twoReleases(): Promise<string> {
  const folder = aSmallSet();
  await slipway(['chain', 'build'], { folder });
  cpSync(join(folder, 'release/set-1'), join(folder, 'copy'), { recursive: true });
  return folder;
}

/** Packs an asset of the copy anew, after `change` (a line of shell) was done to what is in it, and sums it up again. */
async function repack(folder: string, asset: string, change: string): Promise<void> {
  const script = `mkdir x && tar -xpzf ${asset} -C x && (cd x && ${change}) && tar --sort=name -czf ${asset} -C x out && rm -r x && sha256sum *.tar.gz > SHA256SUMS`;
  await runProgram('sh', ['-ec', script], { folder: join(folder, 'copy/assets') });
}

test('a release is the same as its copy, its assets, its SHA256SUMS and its release.json, on Node 20 and 24', async () => {
  const folder = await twoReleases();

  for (const other of ['copy', 'copy/assets', 'copy/assets/SHA256SUMS', 'copy/release.json'])
    for (const node of Object.values(nodes)) {
      const { code, out, err } = await slipway(['chain', 'compare', 'release/set-1', other], { folder, node });

      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(/\n3 same, 0 missing, 0 different\n$/);
    }
});

test('what differs is told down to the member of an archive, and ends with 1', async () => {
  const folder = await twoReleases();
  await repack(folder, 'core-1.0.0.tar.gz', 'echo more >> out/file; chmod 755 out/file; touch out/new');

  const { code, out } = await compare(folder, 'release/set-1', 'copy');

  expect(code).toBe(1);
  expect(out).toMatch(/^different: "core-1\.0\.0\.tar\.gz" \(\d+ → \d+ bytes\)$/m);
  expect(out).toMatch(
    /^ {2}"out\/file": content \(5 → 10 bytes\), mode \(0644 → 0755\), time \(2025-01-15T12:00:00.000Z → .*$/m,
  );
  expect(out).toMatch(/^ {2}missing in a: "out\/new" \(0 bytes\)$/m);
  expect(out).toMatch(/\n2 same, 0 missing, 1 different\n$/);
});

test('with the sums of one side alone, files are told and archives are not opened', async () => {
  const folder = await twoReleases();
  await repack(folder, 'core-1.0.0.tar.gz', 'echo more >> out/file');
  rmSync(join(folder, 'copy/assets/tool-1.0.0.tar.gz'));

  const { code, out } = await compare(folder, 'release/set-1/assets/SHA256SUMS', 'copy/assets/SHA256SUMS');

  expect(code).toBe(1);
  expect(out.split('\n').slice(2)).toEqual(['different: "core-1.0.0.tar.gz"', '2 same, 0 missing, 1 different', '']);
});

test('programs get one document, which people do not see in it', async () => {
  const folder = await twoReleases();
  await repack(folder, 'core-1.0.0.tar.gz', 'echo more >> out/file');

  const { code, out, err } = await compare(folder, 'release/set-1', 'copy', '--json');

  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    schema: 1,
    outcome: 'different',
    a: { name: 'release/set-1', kind: 'folder', files: 3 },
    files: [
      { status: 'same', name: 'app-1.0.0.tar.gz' },
      {
        status: 'different',
        archive: { members: expect.arrayContaining([expect.objectContaining({ path: 'out/file' })]) },
      },
      { status: 'same' },
    ],
    findings: [],
  });
  expect(err).toContain('1 different');
});

test('a file that was damaged is told by name, even where only its own SHA256SUMS knows', async () => {
  const folder = await twoReleases();
  const file = join(assets(folder), 'core-1.0.0.tar.gz');
  writeFileSync(file, readFileSync(file).subarray(0, 50));

  const { code, err } = await compare(folder, 'release/set-1', 'release/set-1');
  const other = await compare(folder, 'release/set-1', 'copy');

  expect(code).toBe(1);
  expect(err).toContain('error: release/set-1: "core-1.0.0.tar.gz" has not the digest that its SHA256SUMS tells; ');
  expect(other.code).toBe(1);
  expect(other.err).toMatch(/core-1\.0\.0\.tar\.gz: the archive cannot be read \(unexpected end of file\), so that /);
});

test('what is no release is bad input, in one line', async () => {
  const folder = aFolder();
  writeFileSync(join(folder, 'text'), 'Hello\n');

  expect(await compare(folder, 'nothing', 'text')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^error: nothing: nothing is there; .*\n$/),
  });
  expect(await compare(folder, 'text', 'text')).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^error: text:1: "Hello" is no line of checksums; .*\n$/),
  });
  expect(await compare(folder, 'text')).toMatchObject({
    code: 2,
    err: expect.stringContaining("missing required argument 'b'"),
  });
});
