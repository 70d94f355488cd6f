import picomatch from 'picomatch';
import { type Finding, printed } from '@slipway/domain';

/** One line of what is wanted or, with `!` in front, not. */
export interface Pattern {
  /** As it was written, without the `!`. */
  readonly text: string;
  /** A path without wildcards means itself, or all that is in a folder of that name. */
  readonly isLiteral: boolean;
  matches(path: string): boolean;
  /** Whether something in the folder, or further down, may match. */
  reaches(folder: string): boolean;
}

export interface Patterns {
  readonly included: readonly Pattern[];
  readonly excluded: readonly Pattern[];
  readonly findings: readonly Finding[];
}

/** Everything below the root, hidden files too. */
export const everything: readonly string[] = ['**'];

/** Longer ones, and nested repetitions, are not what people write and can take very long to match. */
const longest = 500;

export function readPatterns(lines: readonly string[]): Patterns {
  const texts = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  const findings = texts.flatMap(refusal);
  if (findings.length > 0) return { included: [], excluded: [], findings };
  return {
    included: texts.filter((text) => !text.startsWith('!')).map((text) => toPattern(text, 'included')),
    excluded: texts.filter((text) => text.startsWith('!')).map((text) => toPattern(text.slice(1), 'excluded')),
    findings: [],
  };
}

/** What is excluded is so with all that is in it; of what is included hidden files must be asked for, unless everything is. */
function toPattern(written: string, kind: 'included' | 'excluded'): Pattern {
  const text = written.replace(/^(\.\/)+/, '').replace(/\/+$/, '') || '**';
  const { base, isGlob, glob } = picomatch.scan(text);
  const dot = kind === 'excluded' || everything.includes(text);
  const whole = isGlob && kind === 'included' ? text : [text, `${text}/**`];
  const isMatch = picomatch(whole, { dot, nonegate: true, flags: 's' }); // a name may hold a line break
  // Braces and groups may hold slashes of their own.
  const depth = !isGlob || /\*\*|[{(]/.test(glob) ? Infinity : text.split('/').length;
  return {
    text,
    isLiteral: !isGlob,
    matches: (path) => path === text || isMatch(path),
    reaches: (folder) =>
      isWithin(isGlob ? base : text, folder) ||
      (isWithin(folder, isGlob ? base : text) && folder.split('/').length < depth),
  };
}

const isWithin = (path: string, folder: string): boolean =>
  folder === '' || path === folder || path.startsWith(`${folder}/`);

function refusal(line: string): readonly Finding[] {
  const text = line.replace(/^!/, '');
  const what = text.startsWith('/')
    ? 'is an absolute path'
    : text.split('/').includes('..')
      ? 'leads out of the root'
      : text.length > longest
        ? `is longer than ${longest} characters`
        : null;
  if (what === null) return [];
  return [
    {
      code: 'bad-input',
      severity: 'error',
      what: `the pattern ${printed(line)} ${what}`,
      where: 'files',
      remedy: 'write it relative to the root; give directory to choose another root',
    },
  ];
}
