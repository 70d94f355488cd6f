import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import picomatch from 'picomatch';

export type ArtifactSearch =
  | { readonly status: 'found'; readonly paths: readonly string[] }
  /** One sentence, lower case, no full stop. */
  | { readonly status: 'refused'; readonly what: string };

/**
 * Files below `root` that match a pattern, each once, sorted by bytes. Names that begin with a dot match only where the
 * pattern has the dot; `.git` is never looked into, nor is a folder that is a link. A link to a file is followed, but not
 * out of `root`.
 */
export function findArtifacts(root: string, patterns: readonly string[]): ArtifactSearch {
  const wanted = patterns.map(patternOf);
  const inside = realpathSync.native(root) + sep;
  const found = new Set<string>();
  const met = new Set<Pattern>();
  for (const path of candidates(root, wanted)) {
    const matching = wanted.filter((pattern) => pattern.matches(path));
    if (matching.length === 0 && !path.endsWith('/')) continue;
    if (isMangled(root, path))
      return { status: 'refused', what: `the name ${path} of what the build made is no UTF-8` };
    const kind = kindOf(join(root, path), inside);
    if (kind === 'escape')
      return { status: 'refused', what: `the artifact ${path} is a link that leads out of the checkout` };
    if (kind === 'dangling') return { status: 'refused', what: `the artifact ${path} is a link that leads nowhere` };
    if (kind !== 'file') continue;
    found.add(path);
    matching.forEach((pattern) => met.add(pattern));
  }
  const missed = wanted.find((pattern) => !met.has(pattern));
  if (missed)
    return { status: 'refused', what: `the pattern ${missed.text} of artifacts matches no file that the build made` };
  return { status: 'found', paths: [...found].sort(byBytes) };
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

interface Pattern {
  readonly text: string;
  /** The part before the first wildcard; the whole path where there is none. */
  readonly base: string;
  readonly isGlob: boolean;
  /** How many parts a matching path has at most. */
  readonly depth: number;
  readonly namesDots: boolean;
  matches(path: string): boolean;
}

const known = new Map<string, Pattern>();

/** Most components of a set have the same patterns. */
function patternOf(text: string): Pattern {
  const pattern = known.get(text) ?? toPattern(text);
  known.set(text, pattern);
  return pattern;
}

function toPattern(text: string): Pattern {
  const { base, isGlob, glob } = picomatch.scan(text);
  return {
    text,
    base: isGlob ? base : text.replace(/^\.\//, ''),
    isGlob,
    // Braces and groups may hold slashes and dots of their own.
    depth: /\*\*|[{(]/.test(glob) ? Infinity : text.split('/').length,
    namesDots: /(^|[/{(,|])\./.test(glob),
    matches: picomatch(text, { nonegate: true, flags: 's' }), // a name may hold a line break
  };
}

/** Paths that may match: those of patterns without wildcards, and what a walk finds. A slash ends that of a folder that cannot be walked. */
function* candidates(root: string, patterns: readonly Pattern[]): Generator<string> {
  yield* patterns.filter(({ isGlob }) => !isGlob).map(({ base }) => base);
  const globs = patterns.filter(({ isGlob }) => isGlob);
  if (globs.length > 0) yield* walk(root, '', globs);
}

function* walk(root: string, folder: string, patterns: readonly Pattern[]): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (!entry.isDirectory()) yield path;
    else if (entry.name === '.git' || !patterns.some((pattern) => reaches(pattern, path))) continue;
    else if (isMangled(root, path)) yield `${path}/`;
    else yield* walk(root, path, patterns);
  }
}

/** Whether bytes that are no text were lost when the name was read, so that it leads to nothing. */
const isMangled = (root: string, path: string): boolean =>
  path.includes('\uFFFD') && lstatSync(join(root, path), { throwIfNoEntry: false }) === undefined;

/** Whether the pattern may match something in the folder. */
function reaches({ base, depth, namesDots }: Pattern, folder: string): boolean {
  if (isWithin(base, folder)) return true;
  if (!isWithin(folder, base)) return false;
  const below = base === '' ? folder : folder.slice(base.length + 1);
  return folder.split('/').length < depth && (namesDots || !/(^|\/)\./.test(below));
}

const isWithin = (path: string, folder: string): boolean =>
  folder === '' || path === folder || path.startsWith(`${folder}/`);

/** What the path is in the end; any part of it may be a link. `inside` ends with a slash. */
function kindOf(path: string, inside: string): 'file' | 'other' | 'escape' | 'dangling' {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return 'other';
  const target = statSync(path, { throwIfNoEntry: false });
  if (target === undefined) return 'dangling';
  if (!realpathSync.native(path).startsWith(inside)) return 'escape';
  return target.isFile() ? 'file' : 'other';
}
