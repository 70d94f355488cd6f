import type { ObjectStore } from './objects.js';

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** Milliseconds since 1970; git keeps whole seconds. */
  readonly date: number;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

export interface TagObject {
  readonly sha: string;
  readonly tag: string;
  readonly object: string;
  readonly type: string;
  readonly tagger: Signature;
  readonly message: string;
}

export function readCommit(objects: ObjectStore, sha: string): Commit | null {
  const data = objects.readAs('commit', sha);
  if (!data) return null;
  const { headers, message } = parse(data);
  return {
    sha,
    tree: one(headers, 'tree'),
    parents: headers.filter(([key]) => key === 'parent').map(([, value]) => value),
    author: signature(one(headers, 'author')),
    committer: signature(one(headers, 'committer')),
    message,
  };
}

export function writeCommit(objects: ObjectStore, commit: Omit<Commit, 'sha'>): string {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${signatureText(commit.author)}`,
    `committer ${signatureText(commit.committer)}`,
  ];
  return objects.write('commit', Buffer.from(`${lines.join('\n')}\n\n${commit.message}`));
}

export function readTag(objects: ObjectStore, sha: string): TagObject | null {
  const data = objects.readAs('tag', sha);
  if (!data) return null;
  const { headers, message } = parse(data);
  const [object, type, tag, tagger] = ['object', 'type', 'tag', 'tagger'].map((key) => one(headers, key));
  return { sha, tag: tag ?? '', object: object ?? '', type: type ?? '', tagger: signature(tagger ?? ''), message };
}

export function writeTag(objects: ObjectStore, tag: Omit<TagObject, 'sha'>): string {
  const lines = [`object ${tag.object}`, `type ${tag.type}`, `tag ${tag.tag}`, `tagger ${signatureText(tag.tagger)}`];
  return objects.write('tag', Buffer.from(`${lines.join('\n')}\n\n${tag.message}`));
}

type Header = readonly [key: string, value: string];

/** Headers that go on over several lines (signatures) keep their first one only: nobody here reads them. */
function parse(data: Buffer): { readonly headers: readonly Header[]; readonly message: string } {
  const text = data.toString('utf8');
  const end = text.indexOf('\n\n');
  const lines = text
    .slice(0, end)
    .split('\n')
    .filter((line) => !line.startsWith(' '));
  const headers = lines.map((line): Header => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]);
  return { headers, message: text.slice(end + 2) };
}

const one = (headers: readonly Header[], wanted: string): string => headers.find(([key]) => key === wanted)?.[1] ?? '';

function signature(text: string): Signature {
  const [, name = '', email = '', seconds = '0'] = /^(.*?) ?<(.*?)> (\d+)/.exec(text) ?? [];
  return { name, email, date: Number(seconds) * 1000 };
}

const signatureText = ({ name, email, date }: Signature): string =>
  `${clean(name)} <${clean(email)}> ${Math.floor(date / 1000)} +0000`;

/** Git drops what would break the line. */
const clean = (text: string): string => text.replace(/[<>\n]/g, '');
