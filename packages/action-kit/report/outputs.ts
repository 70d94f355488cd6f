import type { Finding } from '@slipway/domain';

export interface Outputs {
  readonly written: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

/** GitHub takes outputs of 1 MB, counted in UTF-16 (docs.github.com, "jobs.<job_id>.outputs"). */
const longest = 1_000_000 / 2;

/** Outputs as texts; one that GitHub would refuse is left empty, with a warning, as the step itself has succeeded. */
export function outputTexts(outputs: Readonly<Record<string, unknown>>): Outputs {
  const written = new Map<string, string>();
  const findings: Finding[] = [];
  for (const [name, value] of Object.entries(outputs)) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const fits = text.length <= longest;
    written.set(name, fits ? text : '');
    if (!fits) findings.push(tooLong(name, text.length));
  }
  return { written, findings };
}

const tooLong = (name: string, length: number): Finding => ({
  code: 'bad-input',
  severity: 'warning',
  what: `has ${length} characters, and GitHub takes ${longest}: it is left empty`,
  where: `output ${name}`,
  remedy: 'read it from the file that the output report names',
});
