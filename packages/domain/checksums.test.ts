import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Checksum, compareBytes, parseChecksums, renderChecksums } from './checksums.js';
import { type Digest, digestOf } from './digest.js';

const zero: Digest = `sha256:${'0'.repeat(64)}`;

const anyChecksum: fc.Arbitrary<Checksum> = fc.record({
  name: fc.oneof(
    fc.string({ minLength: 1 }),
    fc.string({ minLength: 1, unit: fc.constantFrom('\\', 'n', 'r', '\n', '\r', ' ', '*', 'ü', '𐐷', '\uffee') }),
  ),
  digest: fc.string().map(digestOf),
});

test('what is rendered is parsed to the same, sorted by bytes', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyChecksum, { selector: ({ name }) => name }), (checksums) => {
      const parsed = parseChecksums(renderChecksums(checksums), 'SHA256SUMS');

      expect(parsed).toEqual({
        status: 'parsed',
        checksums: checksums.toSorted((a, b) => compareBytes(a.name, b.name)),
      });
    }),
  );
});

test('the order of the files does not matter', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyChecksum, { selector: ({ name }) => name }), (checksums) => {
      expect(renderChecksums(checksums.toReversed())).toBe(renderChecksums(checksums));
    }),
  );
});

test('characters beyond the basic plane come after those of its end, as their bytes do', () => {
  expect(['\u{10437}', '\uffee', 'a', 'B'].toSorted(compareBytes)).toEqual(['B', 'a', '\uffee', '\u{10437}']);
});

test('sha256sum writes the same and accepts it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-checksums-'));
  try {
    const names = ['a.tar.gz', 'B.tar.gz', 'with space', 'back\\slash', 'line\nend', 'ü', '*star'];
    for (const name of names) writeFileSync(join(folder, name), name);

    const text = renderChecksums(names.map((name) => ({ name, digest: digestOf(name) })));

    const sha256sum = (...args: readonly string[]): string =>
      execFileSync('sha256sum', args, { cwd: folder, encoding: 'utf8' });
    expect(sha256sum('--', ...names.toSorted(compareBytes))).toBe(text);
    writeFileSync(join(folder, 'SHA256SUMS'), text);
    expect(sha256sum('--strict', '-c', 'SHA256SUMS').match(/: OK\n/g)).toHaveLength(names.length);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('binary mode, upper case, CRLF, a missing last line end and empty lines are read', () => {
  const digits = 'AB'.repeat(32);

  const parsed = parseChecksums(`${digits} *a\r\n\r\n${digits}  b`, 'SHA256SUMS');

  const digest = `sha256:${'ab'.repeat(32)}`;
  expect(parsed).toEqual({
    status: 'parsed',
    checksums: [
      { name: 'a', digest },
      { name: 'b', digest },
    ],
  });
});

test.each([
  'nonsense',
  `${'0'.repeat(63)}  short`,
  `${'0'.repeat(64)} one-space`,
  `${'0'.repeat(64)}  `,
  `\\${'0'.repeat(64)}  bad\\escape`,
])('the line %j is told with its number, and all others with it', (line) => {
  const parsed = parseChecksums(`${renderChecksums([{ name: 'a', digest: zero }])}${line}\n?\n`, 'release/SHA256SUMS');

  expect(parsed).toMatchObject({
    status: 'invalid',
    findings: [{ where: 'release/SHA256SUMS:2' }, { where: 'release/SHA256SUMS:3' }],
  });
});
