import { isAbsolute } from 'node:path';
import type { Finding } from '@slipway/domain';
import type { Shell, Stream } from './shell.js';
import { cleanJson } from './terminal/clean.js';
import { findingLines } from './terminal/finding-lines.js';
import { shownPath } from './terminal/shown-path.js';
import { type Line, painted } from './terminal/text.js';

/** Everything that is printed goes through here: people's text, and the one document for programs. */
export interface Output {
  /** Where people's text goes: standard output, or standard error where a document is wanted. */
  readonly people: Stream;
  readonly hues: 'coloured' | 'plain';
  readonly say: (lines: readonly Line[]) => void;
  readonly tell: (findings: readonly Finding[]) => void;
  readonly document: (value: unknown) => void;
}

export function outputOf(shell: Shell): Output {
  const people = isForPrograms(shell) ? shell.err : shell.out;
  const hues = huesOf(people, shell.environment);
  const write = (stream: Stream, lines: readonly Line[], hue: Output['hues']) => {
    if (lines.length > 0) stream.write(lines.map((line) => `${painted(line, hue)}\n`).join(''));
  };
  return {
    people,
    hues,
    say: (lines) => write(people, lines, hues),
    tell: (findings) =>
      write(
        shell.err,
        findings.flatMap((finding) => findingLines({ ...finding, where: shownWhere(finding.where, shell) })),
        huesOf(shell.err, shell.environment),
      ),
    document(value) {
      if (isForPrograms(shell)) shell.out.write(`${cleanJson(value)}\n`);
    },
  };
}

const shownWhere = (where: string, shell: Shell): string =>
  isAbsolute(where) ? shownPath(where, shell.folder) : where;

/** Known before the options are read, so that a complaint about them is a document too. */
const isForPrograms = ({ args }: Shell): boolean => args.includes('--json');

/** https://no-color.org and https://force-color.org; where they disagree, less colour. */
function huesOf(stream: Stream, environment: Readonly<Record<string, string>>): Output['hues'] {
  if (environment['NO_COLOR']) return 'plain';
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced === '0' || forced === 'false' ? 'plain' : 'coloured';
  return stream.isTTY && environment['TERM'] !== 'dumb' ? 'coloured' : 'plain';
}
