import type { ActionResult, ActionShell } from '@slipway/action-kit';
import type { ManifestFile } from '@slipway/host/manifest-file';
import { heededFallback, type ReleaseCommand } from '@slipway/operations/orchestrate-chain';
import { githubLink } from './github-link.js';
import { githubWish } from './github-wish.js';
import type { Wish } from './inputs.js';

/**
 * The builder `github`. What a release asks GitHub first is asked before most of the code is loaded, which is of no use until the answer: the
 * request leaves in four fifths of the time.
 */
export async function onGithub(wish: Wish, file: ManifestFile, shell: ActionShell): Promise<ActionResult> {
  const link = await githubLink(wish, shell);
  const asked = githubWish(wish, file, shell);
  const command = releaseCommand(wish, shell);
  const release = command && { command, heeded: heededFallback(command, link.ledger, asked) };
  // What it fails of is met again by whoever needs the answer.
  await release?.heeded.catch(() => {});
  const { commandOnGithub } = await import('./github-command.js');
  return commandOnGithub({ wish, file, shell, asked, link, release });
}

/** `null` where something else is wanted than a release: a schedule says of none that it should begin. */
function releaseCommand({ command, tag }: Wish, { environment }: ActionShell): ReleaseCommand | null {
  switch (command) {
    case 'plan':
      return 'preflight';
    case 'prepare':
      return tag === null && environment['GITHUB_EVENT_NAME'] === 'schedule' ? null : command;
    case 'preflight':
    case 'build':
    case 'publish':
    case 'run':
      return command;
    default:
      return null;
  }
}
