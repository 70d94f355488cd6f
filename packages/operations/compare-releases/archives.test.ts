import fc from 'fast-check';
import type { ArchiveEntry } from '../ports/index.js';
import { compareArchives } from './archives.js';
import { anEntry } from './builders.js';
import type { ArchiveComparison, Aspect } from './report.js';

const entries: fc.Arbitrary<readonly ArchiveEntry[]> = fc.array(
  fc
    .record({
      path: fc.constantFrom('a', 'b', 'c', 'a/b'),
      text: fc.constantFrom('x', 'y', 'xy'),
      mode: fc.constantFrom(0o644, 0o755, null),
      time: fc.constantFrom(0, 1_700_000_000_000, Number.NaN),
    })
    .map(({ path, ...part }) => anEntry(path, part)),
  { maxLength: 6 },
);

const mirrored = ({ members, order }: ArchiveComparison): ArchiveComparison => ({
  members: members.map((member) =>
    member.status === 'missing'
      ? { ...member, in: member.in === 'a' ? 'b' : 'a' }
      : { ...member, a: member.b, b: member.a },
  ),
  order: order && { a: order.b, b: order.a },
});

test('an archive differs in nothing from itself', () => {
  fc.assert(
    fc.property(entries, (archive) => {
      expect(compareArchives(archive, archive)).toEqual({ members: [], order: null });
    }),
  );
});

test('sides exchanged, the differences are the same ones', () => {
  fc.assert(
    fc.property(entries, entries, (a, b) => {
      expect(compareArchives(b, a)).toEqual(mirrored(compareArchives(a, b)));
    }),
  );
});

test('archives in which nothing differs hold the same in the same order', () => {
  fc.assert(
    fc.property(entries, entries, (a, b) => {
      const { members, order } = compareArchives(a, b);

      expect(members.length === 0 && order === null).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});

const changes: readonly (readonly [Aspect, Partial<ArchiveEntry> & { text?: string }])[] = [
  ['content', { text: 'other' }],
  ['type', { type: 'directory' }],
  ['mode', { mode: 0o755 }],
  ['time', { time: 1_000 }],
  ['owner', { owner: '1000:1000 me:me' }],
  ['target', { target: 'elsewhere' }],
];

test.each(changes)('a member that differs in its %s is named with it, and with nothing else', (aspect, change) => {
  const [a, b] = [
    [anEntry('same'), anEntry('m')],
    [anEntry('same'), anEntry('m', change)],
  ];

  expect(compareArchives(a, b)).toMatchObject({
    members: [{ status: 'different', path: 'm', aspects: [aspect] }],
    order: null,
  });
});

test('where the order ends is told; members of one side alone do not disturb it', () => {
  const [a, b] = [
    ['x', 'only', 'y', 'z'],
    ['x', 'z', 'y'],
  ].map((paths) => paths.map((path) => anEntry(path)));

  const { members, order } = compareArchives(a ?? [], b ?? []);

  expect(members).toMatchObject([{ status: 'missing', path: 'only', in: 'b' }]);
  expect(order).toEqual({ a: 'y', b: 'z' });
});

test('a path that stands twice in an archive is compared time by time', () => {
  const [a, b] = [[anEntry('m'), anEntry('m', { text: 'second' })], [anEntry('m')]];

  expect(compareArchives(a, b).members).toMatchObject([{ status: 'missing', path: 'm', in: 'b', entry: { size: 6 } }]);
});

test('modes are octal and times are dates, where the archive has such', () => {
  const entry = anEntry('m', { text: 'x', mode: 0o755, time: 1_700_000_000_000 });

  const [member] = compareArchives([entry], [anEntry('m', { mode: null, time: Number.NaN })]).members;

  expect(member).toMatchObject({
    a: { mode: '0755', time: '2023-11-14T22:13:20.000Z' },
    b: { mode: null, time: null },
  });
});
