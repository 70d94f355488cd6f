import type { Steering } from '../run/drive.js';
import { buildOnGithub } from './build.js';
import { fallingBack } from './fallback/fall-back.js';
import type { GithubPorts } from './ports.js';
import { prepareOnGithub, releaseOnGithub } from './prepare.js';
import { publishOnGithub } from './publish.js';
import { githubReport, type GithubReport } from './report.js';
import type { GithubWish } from './wish.js';

/** What can be wanted of a release, besides steering what goes already. */
export type ReleaseCommand = 'preflight' | 'build' | 'prepare' | 'publish' | 'run';

/** One command, to its report; where orchestration cannot go on, the former workflow does, if the wish names one. */
export const fulfilOnGithub = (
  command: ReleaseCommand,
  ports: GithubPorts,
  wish: GithubWish,
  steering: Steering,
): Promise<GithubReport> =>
  fallingBack(command, ports, wish, steering, (watched) => carriedOut(command, ports, wish, watched));

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
