import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { compareBytes, type Finding, printed } from '@slipway/domain';
import { isDenied } from './deny-list.js';
import { everything, type Pattern, type Patterns } from './patterns.js';

export interface Choice {
  /** Relative to the root, sorted by bytes. */
  readonly paths: readonly string[];
  /** Those of severity `error` mean that nothing may be taken. */
  readonly findings: readonly Finding[];
}

/** Which files below `root` are wanted. A link to a file is followed, but not out of `root`; a link to a folder is not. */
export function chooseFiles(root: string, patterns: Patterns): Choice {
  const inside = realpathSync.native(root) + sep;
  const paths: string[] = [];
  const findings: Finding[] = [];
  const met = new Set<Pattern>();
  for (const path of candidates(root, patterns)) {
    const matching = patterns.included.filter((pattern) => pattern.matches(path));
    for (const pattern of matching) met.add(pattern);
    if (matching.length === 0) continue;
    const isNamed = matching.some(({ isLiteral, text }) => isLiteral && text === path);
    const verdict = verdictOn(join(root, path), path, inside, isNamed ? 'named' : 'matched');
    if (verdict !== 'taken') findings.push(verdict);
    if (verdict === 'taken' || verdict.severity === 'notice') paths.push(path);
  }
  // An empty folder is told by whoever wants files of it.
  const missed = patterns.included.filter((pattern) => !met.has(pattern) && !everything.includes(pattern.text));
  return { paths: paths.toSorted(compareBytes), findings: [...findings, ...missed.map(matchesNothing)] };
}

/** What is named by its whole path, wherever it is, and what a walk finds that does not look into git's own folders. */
function candidates(root: string, patterns: Patterns): ReadonlySet<string> {
  const { included, excluded } = patterns;
  const named = included
    .filter(({ isLiteral, text }) => isLiteral && !excluded.some((pattern) => pattern.matches(text)))
    .map(({ text }) => text)
    .filter((text) => lstatSync(join(root, text), { throwIfNoEntry: false })?.isDirectory() === false);
  return new Set([...named, ...below(root, '', patterns)]);
}

function* below(root: string, folder: string, patterns: Patterns): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (patterns.excluded.some((pattern) => pattern.matches(path))) continue;
    if (!entry.isDirectory()) yield path;
    else if (entry.name !== '.git' && patterns.included.some((pattern) => pattern.reaches(path)))
      yield* below(root, path, patterns);
  }
}

/** A notice: taken all the same. */
function verdictOn(where: string, path: string, inside: string, how: 'named' | 'matched'): 'taken' | Finding {
  const target = statSync(where, { throwIfNoEntry: false });
  if (target === undefined)
    return told('not-found', 'error', 'the link leads nowhere', where, 'remove it or exclude it');
  if (!realpathSync.native(where).startsWith(inside))
    return told(
      'bad-input',
      'error',
      'the link leads out of the root',
      where,
      'put the file itself there, or exclude it',
    );
  if (!target.isFile())
    return told(
      'bad-input',
      'warning',
      'it is no file, so that it is left out',
      where,
      'put files there, or exclude it',
    );
  if (!isDenied(path)) return 'taken';
  return how === 'named'
    ? told(
        'bad-input',
        'notice',
        'files of this kind hold secrets; it is released because it is named',
        where,
        'leave it out if that is not meant',
      )
    : told(
        'bad-input',
        'warning',
        'files of this kind hold secrets, so that it is left out',
        where,
        'exclude it, or name it by its whole path if it is to be released',
      );
}

const told = (
  code: Finding['code'],
  severity: Finding['severity'],
  what: string,
  where: string,
  remedy: string,
): Finding => ({ code, severity, what, where, remedy });

/** A path that was named has to be there; a pattern may match nothing. */
const matchesNothing = ({ text, isLiteral }: Pattern): Finding =>
  told(
    isLiteral ? 'not-found' : 'bad-input',
    isLiteral ? 'error' : 'warning',
    isLiteral ? `${printed(text)} is not there` : `the pattern ${printed(text)} matches no file`,
    'files',
    'correct it, or leave it out',
  );
