import { type Finding, sentence } from '@slipway/domain';

export interface Annotation {
  readonly severity: Finding['severity'];
  readonly text: string;
  /** Where in the repository it is shown; absent where the finding is about no line of a file. */
  readonly place?: { readonly file: string; readonly startLine: number; readonly startColumn?: number };
}

export interface Annotations {
  readonly shown: readonly Annotation[];
  /** Those that GitHub would drop: they are for the log alone. */
  readonly logged: readonly string[];
}

/** GitHub keeps 10 annotations of a kind for each step, 4,096 characters each (docs.github.com, "Usage limits" of workflow commands). */
const most = 10;
const longest = 4096;

/** One annotation for each finding, as far as GitHub keeps them; the last of a kind tells how many more there are. */
export function annotationsOf(findings: readonly Finding[]): Annotations {
  const kinds = (['error', 'warning', 'notice'] as const).map((severity) =>
    limited(
      severity,
      findings.filter((finding) => finding.severity === severity),
    ),
  );
  return { shown: kinds.flatMap(({ shown }) => shown), logged: kinds.flatMap(({ logged }) => logged) };
}

function limited(severity: Finding['severity'], findings: readonly Finding[]): Annotations {
  if (findings.length <= most) return { shown: findings.map(annotation), logged: [] };
  const rest = findings.slice(most - 1);
  const pointer = { severity, text: `${rest.length} more: see the log of this step` };
  return { shown: [...findings.slice(0, most - 1).map(annotation), pointer], logged: rest.map(sentence) };
}

function annotation(finding: Finding): Annotation {
  const text = cut(sentence(finding), longest);
  const place = placeOf(finding.where);
  return { severity: finding.severity, text, ...(place && { place }) };
}

/** `versions.toml:12`, `versions.toml:12:5`, and either followed by `: key`. */
function placeOf(where: string): Annotation['place'] {
  const { file, line, column } = /^(?<file>[^:]+):(?<line>\d+)(:(?<column>\d+))?(:|$)/.exec(where)?.groups ?? {};
  if (file === undefined || line === undefined) return undefined;
  return { file, startLine: Number(line), ...(column !== undefined && { startColumn: Number(column) }) };
}

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`;
