import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { type Finding, ReleaseError, sentence } from '@slipway/domain';
import { type ActionContext, contextOf } from './context.js';
import { deliver } from './deliver.js';
import type { Input, Values } from './inputs/input.js';
import { type InputSource, readInputs } from './inputs/read.js';
import { interruption } from './interruption.js';
import { type Log, runnerLog } from './log.js';
import type { ActionResult } from './result.js';

/** What an operation is given besides its inputs. */
export interface ActionShell extends ActionContext {
  readonly log: Log;
  /** Aborted when the job is cancelled; there are 7.5 seconds left then. */
  readonly interrupt: AbortSignal;
}

/** One step, from inputs to exit code. Whatever is thrown on the way is told here, and nowhere else, with `refusedOutputs` then. */
export async function runAction<Inputs extends Readonly<Record<string, Input<unknown>>>>(
  inputs: Inputs,
  operation: (wish: Values<Inputs>, shell: ActionShell) => Promise<ActionResult>,
  refusedOutputs: ActionResult['outputs'] = { status: 'refused' },
): Promise<void> {
  const { context, findings } = contextOf(process.env, { folder: process.cwd(), temp: tmpdir() });
  const log = runnerLog(randomUUID);
  try {
    const values = readInputs(inputs, runnerInputs(process.env, log));
    const [wrong, ...others] = findings;
    if (wrong) throw new ReleaseError([wrong, ...others]);
    const result = await operation(values, { ...context, log, interrupt: interruption() });
    await deliver(result, context, log);
    // Whatever is still under way, the runner would end it in a moment.
    if (result.ending === 'interrupted') process.exit();
  } catch (error) {
    await deliver(refusal(error, refusedOutputs, log), context, log);
  }
}

/** Names and texts as @actions/core reads them (`getInput`). */
function runnerInputs(variables: Readonly<Record<string, string | undefined>>, log: Log): InputSource {
  const given = (name: string): string | undefined => variables[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`];
  return {
    text: (name) => given(name)?.trim() ?? '',
    isSet: (name) => given(name) !== undefined,
    variable: (name) => variables[name]?.trim() ?? '',
    mask: (text) => log.mask(text),
  };
}

function refusal(error: unknown, outputs: ActionResult['outputs'], log: Log): ActionResult {
  const findings = error instanceof ReleaseError ? error.findings : [internalError(error, log)];
  return {
    ending: 'failed',
    findings,
    outputs,
    report: { schema: 1, outcome: 'refused', findings },
    summary: `## Refused\n\n${findings.map((finding) => `- ${escaped(sentence(finding))}\n`).join('')}`,
    uploads: [],
  };
}

/** A mistake of ours. Its stack is shown where the workflow runs with debug logging. */
function internalError(error: unknown, log: Log): Finding {
  if (error instanceof Error && error.stack) log.debug(error.stack);
  return {
    code: 'unavailable',
    severity: 'error',
    what: `internal error (${error instanceof Error ? error.message : String(error)})`,
    where: 'slipway',
    remedy: 'run the job again with debug logging, and report what it prints; what was built is kept',
  };
}

/** As text, not as Markdown or HTML. */
const escaped = (text: string): string => text.replace(/[\\`*_{}[\]<>#|~!]/g, '\\$&').replace(/\s+/g, ' ');
