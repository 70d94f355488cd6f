import { readFileSync, writeFileSync } from 'node:fs';
import { parseDocument } from 'yaml';

/** Takes jobs out of the checked out file. */
export function leaveOut(file: string, held: readonly string[]): void {
  if (held.length === 0) return;
  const workflow = parseDocument(readFileSync(file, 'utf8'));
  for (const key of held) workflow.deleteIn(['jobs', key]);
  writeFileSync(file, workflow.toString());
}
