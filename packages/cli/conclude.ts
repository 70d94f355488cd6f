import { exitCodeOf } from './exit-code.js';
import type { Output } from './output.js';
import { clean } from './terminal/clean.js';
import { line } from './terminal/text.js';

/** Prints a report whose text is known, in the order that all commands keep, and tells what the process ends with. */
export function conclude(output: Output, report: Parameters<typeof exitCodeOf>[0], text: readonly string[]): number {
  output.say(text.map((words) => line(clean(words))));
  output.tell(report.findings);
  output.document(report);
  return exitCodeOf(report);
}
