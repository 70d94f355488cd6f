import type { ResolvedSource } from '../../ports/index.js';
import type { ChainRun } from '../engine/state.js';
import type { Released } from './released.js';

/** Subjects of the commits since the previous set, newest first; `null` where git could not tell. */
export type Changes = ReadonlyMap<string, readonly string[] | null>;

/** A component with hundreds of commits needs a link to its history, not a list. */
const mostSubjects = 50;

/** RELEASE_NOTES.md. */
export function releaseNotes(run: ChainRun, previous: Released | null, changes: Changes): string {
  const rows = run.components.map(
    ({ component, source }) => `| ${component.name} | ${component.version} | ${sourceText(source)} |`,
  );
  const since = previous ? [`## Changes since ${previous.set}`, '', ...changesText(run, previous, changes)] : [];
  return [`# ${run.set}`, '', '| component | version | commit |', '|---|---|---|', ...rows, '', ...since]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function sourceText(source: ResolvedSource): string {
  const commit = source.commit === null ? 'no git repository' : `\`${source.commit}\``;
  if (source.kind === 'working-copy') return `${commit} (working copy)`;
  return source.kind === 'commit' && source.part ? `${commit} (${escapeMarkdown(source.part.folder)})` : commit;
}

function changesText(run: ChainRun, previous: Released, changes: Changes): readonly string[] {
  return run.components.flatMap(({ component: { name, version } }) => {
    const before = previous.components.find((one) => one.name === name);
    if (!before) return [`### ${name} ${version}`, '', 'New in this set.', ''];
    const heading = `### ${name} ${before.version} → ${version}`;
    const subjects = changes.get(name) ?? null;
    if (subjects === null) return [heading, '', 'What changed cannot be told from git.', ''];
    if (subjects.length === 0) return [heading, '', 'No changes.', ''];
    const more = subjects.length - mostSubjects;
    return [
      heading,
      '',
      ...subjects.slice(0, mostSubjects).map((subject) => `- ${escapeMarkdown(subject)}`),
      ...(more > 0 ? [`- … and ${more} more`] : []),
      '',
    ];
  });
}

/** A commit's subject is a stranger's text: it stays text. */
const escapeMarkdown = (text: string): string => text.replace(/[\\`*_[\]<>#|&]/g, '\\$&');
