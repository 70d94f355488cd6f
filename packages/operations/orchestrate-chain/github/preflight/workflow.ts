import { type Finding, problem } from '@slipway/domain';
import type { RemoteWorkflow } from '../../../ports/index.js';

/** What to do about inputs. */
export interface Advice {
  readonly undeclared: (input: string) => string;
  readonly unsent: (input: string) => string;
}

/** Whether GitHub will start it, with these inputs. */
export function workflowFindings(
  { file, state, dispatch }: RemoteWorkflow,
  sent: readonly string[],
  where: string,
  { undeclared, unsent }: Advice,
): readonly Finding[] {
  if (state !== 'active')
    return [
      problem(
        'conflict',
        `${file} is ${state === 'disabled' ? 'disabled' : 'not known to GitHub yet'}`,
        where,
        state === 'disabled' ? `enable it: gh workflow enable ${file}` : 'put it on the default branch',
      ),
    ];
  if (dispatch === null)
    return [
      problem(
        'bad-input',
        `${file} cannot be started: it has no workflow_dispatch`,
        where,
        'add workflow_dispatch to its triggers',
      ),
    ];
  const { inputs } = dispatch;
  const unknown = sent.filter((name) => !inputs.has(name));
  const missing = [...inputs].filter(
    ([name, { required, hasDefault }]) => required && !hasDefault && !sent.includes(name),
  );
  return [
    ...unknown.map((name) =>
      problem('bad-input', `${file} declares no input ${name}, which would be sent`, where, undeclared(name)),
    ),
    ...missing.map(([name]) =>
      problem('bad-input', `${file} requires the input ${name}, which is not sent`, where, unsent(name)),
    ),
  ];
}
