import { type Finding, ReleaseError } from '@slipway/domain';
import { type ManifestFile, readManifestFile } from '@slipway/host/manifest-file';
import {
  cancelOnGithub,
  fulfilOnGithub,
  type GithubPorts,
  type GithubReport,
  type GithubSteered,
  type GithubWish,
  releaseTag,
  standingStatus,
  statusOnGithub,
  steerOnGithub,
} from '@slipway/operations/orchestrate-chain';
import { exitCodeOf, exitCodeOfRelease } from '../../exit-code.js';
import type { ReleaseOrder } from '../../github-command.js';
import { type Session, stackTo } from '../../session.js';
import { releaseLines, releaseNext, requestLines, standingLines } from '../../terminal/release-lines.js';
import { line } from '../../terminal/text.js';
import { watcherFor } from '../../terminal/watcher.js';
import { reach } from '../assets/connection.js';
import { plan } from '../plan.js';
import type { ReleaseFlags } from './flags.js';
import { releasePorts } from './ports.js';

/** `slipway chain release`. */
export async function release(order: ReleaseOrder, flags: ReleaseFlags, session: Session): Promise<number> {
  const { shell, output } = session;
  // The same wherever it is built, and GitHub is not asked.
  if (order === 'plan') return plan({ ...flags, format: 'table' }, session);
  const file = await readManifestFile(flags.manifest, shell.folder);
  output.tell(file.notices);
  const reached = await reach(flags.repository, session, flags.appId);
  if (reached.status === 'lacking') throw new ReleaseError([reached.finding]);
  const { owner, repo } = reached.repository;
  const wish = wishOf(order, flags, file, `${owner}/${repo}`);
  const ports = releasePorts(flags, file, reached, session);
  switch (order) {
    case 'status': {
      const standing = await statusOnGithub(ports, wish);
      output.say(standing ? standingLines(standing) : [line(`nothing has begun under ${wish.tag}`)]);
      output.tell(standing?.notices ?? []);
      output.document({
        schema: 1,
        tag: wish.tag,
        status: standing ? standingStatus(standing) : 'none',
        run: standing?.run ?? null,
        release: standing?.prepared ?? null,
        fallback: standing?.fallback ?? null,
        findings: standing?.notices ?? [],
      });
      return 0;
    }
    case 'pause':
    case 'resume':
    case 'retry':
      return tellSteered(await steer(order, flags, wish, ports), wish, session);
    default: {
      const watcher = watcherFor(output, shell);
      const steering = { interrupt: shell.interruption().polite, watch: watcher.watch, broke: stackTo(session) };
      if (order === 'cancel') {
        const steered = await cancelOnGithub(ports, wish, steering).finally(() => watcher.end());
        return tellSteered(steered, wish, session);
      }
      const report = await fulfilOnGithub(order, ports, wish, steering).finally(() => watcher.end());
      return tellReport(report, file.notices, session);
    }
  }
}

function wishOf(order: ReleaseOrder, flags: ReleaseFlags, { manifest, name }: ManifestFile, home: string): GithubWish {
  return {
    manifest,
    file: name,
    home,
    purpose: order === 'build' ? 'build' : 'release',
    selection: { only: flags.only ?? [], skip: flags.skip ?? [] },
    policy: {
      maxParallel: flags.maxParallel ?? manifest.maxParallel ?? 100,
      onFailure: flags.onFailure ?? manifest.onFailure,
    },
    tag: releaseTag(flags.tag ?? manifest.set),
    begin: flags.restart ? 'restart' : 'continue',
    mode: flags.dryRun || order === 'preflight' ? 'dry-run' : 'apply',
    queueTimeout: flags.queueTimeout,
    runTimeout: flags.runTimeout,
    timeout: flags.timeout,
    ownership: flags.takeOver ? 'take-over' : 'respect',
    ledger: flags.ledger === 'refs' ? 'refs' : 'file',
    release: {
      repository: flags.releaseRepository ?? home,
      prerelease: flags.prerelease,
      latest: 'legacy',
      notes: flags.notes === 'generate' ? null : flags.notes,
      tags: flags.tagComponents ? 'components' : 'release-only',
      environment: flags.unattended ? null : flags.publishEnvironment,
    },
    ...(flags.fallbackWorkflow !== undefined && { fallback: fallbackOf(flags.fallbackWorkflow, flags, home) }),
  };
}

/** Beside the orchestrator; from a terminal no workflow of them is running. */
const fallbackOf = (workflow: string, { orchestrator }: ReleaseFlags, repository: string) => ({
  repository,
  workflow,
  ref: null,
  orchestrators: [orchestrator],
});

/** The orchestrator is started at the tag, as the manifest has to be the same; where there is none yet, at the default branch. */
async function steer(
  order: 'pause' | 'resume' | 'retry',
  { orchestrator: workflow }: ReleaseFlags,
  wish: GithubWish,
  ports: GithubPorts,
): Promise<GithubSteered> {
  const [owner = '', repo = ''] = wish.home.split('/');
  const isTagged = (await ports.repositories.tag({ owner, repo }, wish.tag)) !== null;
  const ref = isTagged ? wish.tag : (await ports.repositories.look({ owner, repo })).defaultBranch;
  return steerOnGithub(ports, wish, order, { kind: 'workflow', workflow, ref, inputs: { tag: wish.tag } });
}

function tellReport(
  report: GithubReport,
  notices: readonly Finding[],
  { output, shell }: Session,
  next = releaseNext(report, shell),
): number {
  output.say([...releaseLines(report), ...next]);
  output.tell(report.findings);
  output.document({ ...report, outcome: report.status, findings: [...notices, ...report.findings] });
  return exitCodeOfRelease(report);
}

function tellSteered(steered: GithubSteered, { tag }: GithubWish, session: Session): number {
  const { output } = session;
  switch (steered.status) {
    case 'done': {
      const { report } = steered;
      // Whoever has just cancelled it wants nothing else.
      tellReport(report, [], session, report.status === 'cancelled' ? [] : releaseNext(report, session.shell));
      return 0;
    }
    case 'refused': {
      const refusal = { schema: 1, outcome: 'refused', tag, findings: [steered.finding] } as const;
      output.tell(refusal.findings);
      output.document(refusal);
      return exitCodeOf(refusal);
    }
    case 'planned': {
      const { status: outcome, run, would, requests } = steered;
      output.say([line(`${run}: would ${would}`), ...requestLines(requests)]);
      output.document({ schema: 1, outcome, tag, run, would, requests, findings: [] });
      return 0;
    }
    default: {
      const { status: outcome, ...told } = steered;
      output.say([
        line(`${told.run}: ${'owner' in told ? `${told.owner} is told` : `${told.workflow} goes on with it`}`),
      ]);
      output.document({ schema: 1, outcome, tag, ...told, findings: [] });
      return 0;
    }
  }
}
