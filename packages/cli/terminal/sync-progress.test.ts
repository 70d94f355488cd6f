import type { FilesEvent } from '@slipway/host';
import type { SyncEvent } from '@slipway/operations/sync-release-assets';
import { digestOf } from '@slipway/domain';
import { eventText, nothingYet, progressed, progressLines } from './sync-progress.js';

type Event = FilesEvent | SyncEvent;

const file = (name: string, size: number) => ({
  name,
  given: name,
  size,
  digest: digestOf(name),
  content: { kind: 'file', path: name } as const,
});
const [a, b] = [file('a', 4_000_000), file('b', 6_000_000)];

/** One event a second. */
const after = (...events: readonly Event[]) =>
  events.reduce((progress, event, at) => progressed(progress, event, at * 1000), nothingYet(0));

const shown = (events: readonly Event[], rows = 24): readonly string[] =>
  progressLines(after(...events), events.length * 1000, rows).map((line) => line.map(({ text }) => text).join(''));

const begun: readonly Event[] = [
  { event: 'begun', files: [a, b] },
  { event: 'uploading', file: a },
  { event: 'uploading', file: b },
];

test('reading and packing are told in files and bytes', () => {
  const read: readonly Event[] = [
    { event: 'chosen', files: 2 },
    { event: 'hashed', bytes: 1000 },
  ];

  expect(shown(read)).toEqual(['reading: 1 of 2 files, 1.0 kB']);
  expect(shown([...read, { event: 'hashed', bytes: 3000 }, { event: 'packed', bytes: 1000 }])).toEqual([
    'packing: 1 of 2 files, 1.0 kB of 4.0 kB',
  ]);
});

test('uploads under way have a line each, and all of them a rate and an end', () => {
  const events: readonly Event[] = [
    ...begun,
    { event: 'sent', file: a, bytes: 2_000_000 },
    { event: 'sent', file: b, bytes: 3_000_000 },
  ];

  expect(shown(events)).toEqual([
    '  a  2.0 MB of 4.0 MB  50 %',
    '  b  3.0 MB of 6.0 MB  50 %',
    'uploading: 0 of 2 files, 5.0 MB of 10 MB, 1.0 MB/s, about 5.0s left',
  ]);
  expect(shown(events, 2)).toHaveLength(1);
});

test('what is sent again counts once', () => {
  const events: readonly Event[] = [
    ...begun,
    { event: 'sent', file: a, bytes: 2_000_000 },
    { event: 'sent', file: a, bytes: 0 },
    { event: 'sent', file: a, bytes: 1_000_000 },
    { event: 'uploaded', file: b },
  ];

  expect(shown(events).at(-1)).toContain('1 of 2 files, 7.0 MB of 10 MB');
});

test('when all is there it is verified and put in place', () => {
  const all: readonly Event[] = [...begun, { event: 'uploaded', file: a }, { event: 'uploaded', file: b }];

  expect(shown(all)).toEqual(['verifying']);
  expect(shown([...all, { event: 'verified' }])).toEqual(['putting in place']);
});

test('where nothing can be drawn anew, each thing that happens has a line', () => {
  const events: readonly Event[] = [
    { event: 'chosen', files: 2 },
    { event: 'hashed', bytes: 1000 },
    ...begun,
    { event: 'release-created', url: 'https://github.test/\u001b[2J1' },
    { event: 'sent', file: a, bytes: 2_000_000 },
    { event: 'uploaded', file: a },
    { event: 'verified' },
    { event: 'replaced', file: a },
    { event: 'published', url: 'https://github.test/1' },
  ];
  const texts = events.map((event, at) => eventText(event, after(...events.slice(0, at + 1))));

  expect(texts.filter((text) => text !== null)).toEqual([
    'reading 2 files',
    'uploading 2 files, 10 MB',
    'draft: https://github.test/1',
    '1 of 2: a, 4.0 MB',
    'verified',
    'in place: a',
    'public: https://github.test/1',
  ]);
});
