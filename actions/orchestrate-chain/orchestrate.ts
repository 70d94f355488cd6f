import type { ActionResult, ActionShell } from '@slipway/action-kit';
import { readManifestFile } from '@slipway/host/manifest-file';
import type { Wish } from './inputs.js';
import { toldInTheWordsOfTheAction } from './wording.js';

/** One use of the action, from inputs to what it came to. What a builder needs is loaded with it. */
export async function orchestrate(wish: Wish, shell: ActionShell): Promise<ActionResult> {
  const file = await readManifestFile(wish.manifest, shell.workspace);
  if (wish.builder === 'local' || wish.command === 'plan') {
    const { onThisRunner } = await import('./on-this-runner.js');
    return onThisRunner(wish, file, shell);
  }
  const { onGithub } = await import('./on-github.js');
  return toldInTheWordsOfTheAction(() => onGithub(wish, file, shell));
}
