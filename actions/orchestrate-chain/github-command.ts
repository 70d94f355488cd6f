import type { ActionResult, ActionShell } from '@slipway/action-kit';
import type { ManifestFile } from '@slipway/host/manifest-file';
import {
  cancelOnGithub,
  fulfilOnGithub,
  type GithubPorts,
  type GithubReport,
  type GithubSteered,
  type GithubWish,
  type ReleaseCommand,
  requestList,
  statusOnGithub,
  type StoredFallback,
  steerOnGithub,
  tagsLeftContinuing,
} from '@slipway/operations/orchestrate-chain';
import type { GithubLink } from './github-link.js';
import { githubPorts } from './github-ports.js';
import { githubResult, standingResult, steeredResult, takenUpResult } from './github-result.js';
import type { Wish } from './inputs.js';
import { narrator } from './narrator.js';

/** A use of the action that goes to GitHub. */
export interface GithubUse {
  readonly wish: Wish;
  readonly file: ManifestFile;
  readonly shell: ActionShell;
  readonly asked: GithubWish;
  readonly link: GithubLink;
  /** `heeded` has been asked for already; `null` where it is no release that is wanted. */
  readonly release: { readonly command: ReleaseCommand; readonly heeded: Promise<StoredFallback | null> } | null;
}

/** Does what is wanted, to what it came to. */
export async function commandOnGithub({ wish, file, shell, asked, link, release }: GithubUse): Promise<ActionResult> {
  const ports = githubPorts(link, wish, file, shell);
  const narration = narrator(shell.log);
  const broke = (error: Error) => shell.log.debug(error.stack ?? error.message);
  const steering = { interrupt: shell.interrupt, watch: narration.watch, broke };
  const scene = { wish, asked, shell, notices: file.notices };
  const standing = () => statusOnGithub(ports, asked);
  if (release) {
    const report = listed(await fulfilOnGithub(release.command, ports, asked, steering, release.heeded), shell);
    // After an interruption there is no time to read it again, and a refusal may come from what cannot be read, as a breakdown may.
    const isReadable = !(shell.interrupt.aborted || report.broken || ['refused', 'planned'].includes(report.status));
    return githubResult(report, isReadable ? await standing() : null, scene);
  }
  switch (wish.command) {
    case 'status':
      return standingResult(await standing(), scene);
    case 'pause':
    case 'resume':
    case 'retry':
      return steeredResult(
        listed(await steer(wish.command, wish, asked, ports, shell), shell),
        await standing(),
        scene,
      );
    case 'cancel':
      return steeredResult(listed(await cancelOnGithub(ports, asked, steering), shell), await standing(), scene);
    default:
      // Begun by a schedule.
      return takenUpResult(await takeUp(wish, asked, ports, shell), scene);
  }
}

/** What a dry run would send stands in the log, too. */
function listed<Told extends GithubReport | GithubSteered>(told: Told, { log }: ActionShell): Told {
  if ('requests' in told && told.requests) {
    const { title, lines } = requestList(told.requests);
    if (lines.length === 0) log.line(title);
    else log.group(title, lines);
  }
  return told;
}

/** Each tag goes on in a run of its own, so that two of one tag wait for each other. */
async function takeUp(wish: Wish, asked: GithubWish, ports: GithubPorts, shell: ActionShell) {
  const taken: { tag: string; steered: GithubSteered }[] = [];
  for (const tag of await tagsLeftContinuing(ports.ledger))
    taken.push({ tag, steered: await steer('resume', wish, { ...asked, tag }, ports, shell) });
  return taken;
}

/** The orchestrator is started where the chain run began: at its tag, as the manifest has to be the same; else where we run. */
async function steer(
  command: 'pause' | 'resume' | 'retry',
  { orchestrator: workflow }: Wish,
  asked: GithubWish,
  ports: GithubPorts,
  { repository, environment }: ActionShell,
): Promise<GithubSteered> {
  const [owner = '', repo = ''] = repository.split('/');
  const isTagged = (await ports.repositories.tag({ owner, repo }, asked.tag)) !== null;
  const ref = isTagged ? asked.tag : (environment['GITHUB_REF_NAME'] ?? '');
  return steerOnGithub(ports, asked, command, { kind: 'workflow', workflow, ref, inputs: { tag: asked.tag } });
}
