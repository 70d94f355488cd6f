/** All that can stop a release. Closed, so that whoever handles a problem has seen every kind. */
export type ProblemCode =
  'bad-input' | 'missing-permission' | 'not-found' | 'conflict' | 'unavailable' | 'failed-build' | 'refused-gate';

export interface Finding {
  readonly code: ProblemCode;
  readonly severity: 'error' | 'warning' | 'notice';
  /** One sentence, lower case, no full stop. */
  readonly what: string;
  /** Input, file and line, or repository. */
  readonly where: string;
  /** What the reader can do now. */
  readonly remedy: string;
}

/** Thrown at borders only; inside, findings are values. */
export class ReleaseError extends Error {
  readonly findings: readonly [Finding, ...Finding[]];

  constructor(findings: readonly [Finding, ...Finding[]], options?: ErrorOptions) {
    super(findings.map(sentence).join('\n'), options);
    this.name = 'ReleaseError';
    this.findings = findings;
  }
}

/** A finding as one line of text, the same at a terminal, in a log and in an annotation. */
export const sentence = ({ where, what, remedy }: Finding): string => `${where}: ${what}; ${remedy}`;

/** Something that stops a release. */
export const problem = (code: ProblemCode, what: string, where: string, remedy: string): Finding => ({
  code,
  severity: 'error',
  what,
  where,
  remedy,
});

/** What somebody gave us that is not what it has to be. */
export const badInput = (what: string, where: string, remedy: string): Finding =>
  problem('bad-input', what, where, remedy);
