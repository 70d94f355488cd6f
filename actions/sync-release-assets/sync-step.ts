import { resolve } from 'node:path';
import type { ActionResult, ActionShell } from '@slipway/action-kit';
import { badInput, ReleaseError } from '@slipway/domain';
import { readJsonFile, readTextFile, sourceTime } from '@slipway/host';
import { type Circumstances, type SyncRequest, wishOf } from '@slipway/operations/sync-release-assets';
import { answer } from './asked.js';
import type { Wish } from './inputs.js';
import { interruptedResult, syncResult } from './result.js';
import { storyIn } from './story.js';

/** One use of the action, from inputs to what it came to. */
export async function syncStep(wish: Wish, shell: ActionShell): Promise<ActionResult> {
  refuseContradictions(wish);
  const request = await requestOf(wish, shell);
  const answered = answer({
    wish: wishOf(request, await circumstancesOf(wish, shell)),
    root: rootOf(wish, shell),
    patterns: wish.files,
    repository: wish.repository ?? shell.repository,
    token: wish.token ?? '',
    apiUrl: shell.apiUrl,
    maxParallel: wish.maxParallel,
    told: storyIn(shell.log),
  });
  const report = await Promise.race([answered, interruptionOf(shell)]);
  return report === 'interrupted' ? interruptedResult() : syncResult(report, shell);
}

const rootOf = ({ directory }: Wish, { workspace }: ActionShell): string => resolve(workspace, directory ?? '.');

/** Nothing has to be put in order first: wherever a sync ends, the next one goes on. */
const interruptionOf = ({ interrupt }: ActionShell): Promise<'interrupted'> =>
  new Promise((settle) => interrupt.addEventListener('abort', () => settle('interrupted')));

function refuseContradictions({ files, directory, notes, notesFile }: Wish): void {
  const [first, ...rest] = [
    ...(files.length === 0 && directory === null
      ? [badInput('nothing says which files', 'input files', 'give files, or directory for all that is in a folder')]
      : []),
    ...(notes !== null && notesFile !== null
      ? [badInput('notes and a file of notes are given', 'input notes-file', 'give one of them')]
      : []),
  ];
  if (first) throw new ReleaseError([first, ...rest]);
}

async function requestOf(wish: Wish, { workspace }: ActionShell): Promise<SyncRequest> {
  const { notes, notesFile, checksums } = wish;
  const fromFile = notesFile === null ? null : await readTextFile(resolve(workspace, notesFile), 'input notes-file');
  return { ...wish, notes: fromFile ?? notes, checksums: checksums ?? '' };
}

async function circumstancesOf(wish: Wish, shell: ActionShell): Promise<Circumstances> {
  const { archive, workOrder, tenant } = wish;
  const { workspace, environment, tag } = shell;
  const document = (path: string, where: string): Promise<unknown> => readJsonFile(resolve(workspace, path), where);
  return {
    pushedTag: tag,
    time: archive === null ? 0 : await sourceTime(rootOf(wish, shell), environment),
    ...(workOrder !== null && { workOrder: await document(workOrder, 'input work-order') }),
    ...(tenant !== null && { tenant: await document(tenant, 'input tenant') }),
    environment,
  };
}
