import type { Finding } from '@slipway/domain';
import type { Beginning, Steering } from '../run/drive.js';
import { newestRun } from '../run/runs.js';
import { buildOnGithub } from './build.js';
import { makeWay } from './cancel.js';
import { namingCanceller } from './cancelled.js';
import { fallingBack } from './fallback/fall-back.js';
import { heededFallback } from './fallback/record.js';
import type { GithubPorts } from './ports.js';
import { prepareOnGithub, releaseOnGithub } from './prepare.js';
import { publishOnGithub } from './publish.js';
import { rehearse } from './rehearse/rehearse.js';
import { stageOf, unseen } from './rehearse/stage.js';
import { githubReport, type GithubReport } from './report.js';
import type { GithubWish, ReleaseCommand } from './wish.js';

/**
 * One command, to its report; where orchestration cannot go on, the former workflow does, if the wish names one. Who has asked already whether
 * it does gives the answer, `heeded`.
 */
export async function fulfilOnGithub(
  command: ReleaseCommand,
  ports: GithubPorts,
  wish: GithubWish,
  steering: Steering,
  heeded = heededFallback(command, ports.ledger, wish),
): Promise<GithubReport> {
  const report = await fallingBack(command, ports, wish, steering, heeded, (watched) =>
    wish.mode === 'dry-run' ? rehearsed(command, ports, wish, watched) : carriedOut(command, ports, wish, watched),
  );
  return namingCanceller(ports, wish, report);
}

async function carriedOut(
  command: ReleaseCommand,
  ports: GithubPorts,
  wish: GithubWish,
  steering: Steering,
): Promise<GithubReport> {
  switch (command) {
    case 'build':
      return githubReport(wish.tag, await buildOnGithub(ports, wish, steering));
    case 'publish':
      return publishOnGithub(ports, wish);
    case 'run':
      return releaseOnGithub(ports, wish, steering);
    default:
      return prepareOnGithub(ports, wish, steering);
  }
}

/** A dry run: all is checked, and then done without being sent. */
async function rehearsed(
  command: ReleaseCommand,
  real: GithubPorts,
  wish: GithubWish,
  steering: Steering,
): Promise<GithubReport> {
  const stage = stageOf(real);
  const { ports } = stage;
  const isCleared = wish.begin === 'restart' && command !== 'publish';
  const obstacle = isCleared ? await makeWay(ports, wish, unseen(steering)) : null;
  if (obstacle) return refused(wish, obstacle);
  const beginnings: Beginning[] = [];
  const report = await carriedOut(command, ports, wish, { ...steering, ready: (one) => beginnings.push(one) });
  if (report.status !== 'planned') return report;
  const stored = command === 'publish' ? await newestRun(ports.ledger, wish.tag) : null;
  const beginning = stored ? { stored, takeOver: null } : beginnings[0];
  return beginning ? { ...report, requests: await rehearse(stage, wish, partsOf[command], beginning) } : report;
}

const refused = ({ tag }: GithubWish, finding: Finding): GithubReport => ({
  schema: 1,
  status: 'refused',
  tag,
  chain: null,
  release: null,
  findings: [finding],
});

const partsOf = {
  preflight: ['build', 'prepare'],
  build: ['build'],
  prepare: ['build', 'prepare'],
  publish: ['publish'],
  run: ['build', 'prepare', 'publish'],
} as const;
