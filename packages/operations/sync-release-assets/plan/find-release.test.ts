import { aRelease } from '../builders.js';
import { withRecord } from '../record.js';
import { findRelease } from './find-release.js';

const ofRun = (owner: string) => withRecord('Notes', { owner, archive: null });
const draft = aRelease({ id: 1, url: 'https://github.test/1' });
const open = aRelease({ id: 2, state: 'public', url: 'https://github.test/2' });
const ours = aRelease({ id: 3, notes: ofRun('set-1.1') });

test.each([
  ['no release at all', [], null, 'absent'],
  ['one that anybody made', [draft], null, draft],
  ['the public one of several', [draft, open], null, open],
  ['ours', [ours], 'set-1.1', ours],
] as const)('%s is %#', (_, releases, owner, expected) => {
  const found = findRelease(releases, { tag: 'v1', owner });

  expect(found.status === 'found' ? found.release : found.status).toBe(expected);
});

test.each([
  [
    'two drafts that nobody can tell apart',
    [draft, draft],
    null,
    '2 releases have this tag: draft https://github.test/1',
  ],
  [
    'a public release by hand',
    [open],
    'set-1.1',
    'a public release has this tag already, and this run did not make it',
  ],
  ['a draft of another run', [ours], 'set-1.2', 'a draft release has this tag already, and set-1.1 made it'],
  ['ours beside a stranger', [ours, draft], 'set-1.1', 'a draft release has this tag already'],
  ['ours twice', [ours, ours], 'set-1.1', '2 releases have this tag'],
])('%s is refused', (_, releases, owner, what) => {
  expect(findRelease(releases, { tag: 'v1', owner })).toMatchObject({
    status: 'refused',
    finding: { code: 'conflict', what: expect.stringContaining(what) },
  });
});

const asMade = { title: 'v1', notes: 'Notes' };
const made = aRelease({ id: 5, title: 'v1', notes: 'Notes', url: 'https://github.test/5' });
const madeLater = { ...made, id: 6 };

test.each([
  ['two drafts as we make them: the older one', [madeLater, made], made, [madeLater]],
  ["somebody's draft and one as we make it: the former", [draft, made], draft, [made]],
  ['what is public and a draft as we make it: the former', [made, open], open, [made]],
  ['what is public and a draft of somebody: the former', [draft, open], open, []],
  ['one draft alone is nobody’s twin', [made], made, []],
] as const)('%s', (_, releases, release, twins) => {
  expect(findRelease(releases, { tag: 'v1', owner: null, asMade })).toEqual({ status: 'found', release, twins });
});

test('two drafts of somebody are refused, with or without one as we make it', () => {
  for (const releases of [
    [draft, { ...draft, id: 9 }],
    [draft, { ...draft, id: 9 }, made],
  ])
    expect(findRelease(releases, { tag: 'v1', owner: null, asMade }).status).toBe('refused');
});
