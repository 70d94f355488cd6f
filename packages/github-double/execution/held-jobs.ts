import { readFileSync, writeFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { mapOf } from '../workflows/yaml.js';

/** The key of a job of ours, and of its output. act logs no job's outputs, and whether a job that is held is to run may hang on them. */
export const teller = 'slipway-double-needs';

/** Takes jobs out of the checked out file; in their place one tells what the others have put out. */
export function leaveOut(file: string, held: readonly string[]): void {
  if (held.length === 0) return;
  const workflow = parseDocument(readFileSync(file, 'utf8'));
  for (const key of held) workflow.deleteIn(['jobs', key]);
  const job = {
    needs: Object.keys(mapOf(mapOf(workflow.toJS())['jobs'])),
    if: 'always()',
    'runs-on': 'ubuntu-latest',
    steps: [
      {
        env: { NEEDS: '${{ toJSON(needs) }}' },
        run: `printf '${teller}<<${teller}\\n%s\\n${teller}\\n' "$NEEDS" >> "$GITHUB_OUTPUT"`,
      },
    ],
  };
  workflow.setIn(['jobs', teller], workflow.createNode(job));
  writeFileSync(file, workflow.toString());
}

/** A job that its environment has refused has failed without a step. What needs it sees only how it ended: in its place one fails that does nothing else. */
export function failInstead(file: string, refused: readonly string[]): void {
  if (refused.length === 0) return;
  const workflow = parseDocument(readFileSync(file, 'utf8'));
  const jobs = mapOf(mapOf(workflow.toJS())['jobs']);
  for (const key of refused) {
    const { name, needs, if: condition } = mapOf(jobs[key]);
    const failing = { name, needs, if: condition, 'runs-on': 'ubuntu-latest', steps: [{ run: 'exit 1' }] };
    workflow.setIn(['jobs', key], workflow.createNode(failing));
  }
  writeFileSync(file, workflow.toString());
}

/** What that job has told, by the keys of the others. */
export function toldOutputs(needs: string): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const told = Object.entries(mapOf(JSON.parse(needs)));
  return Object.fromEntries(
    told.map(([key, job]) => [
      key,
      Object.fromEntries(Object.entries(mapOf(mapOf(job)['outputs'])).map(([name, text]) => [name, String(text)])),
    ]),
  );
}
