import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReleaseError, sentence } from '@slipway/domain';
import { type Double, releasesOf, withDouble, type world } from '@slipway/github-double';
import {
  buildOnGithub,
  type GithubPorts,
  githubReport,
  type GithubReport,
  type GithubWish,
  prepareOnGithub,
  publishOnGithub,
  releaseOnGithub,
} from '@slipway/operations/orchestrate-chain';
import { delivering, manifestOf, pair, portsOn, wishOf } from './a-github-chain.js';

/** What is wanted, as far as a test cares. */
export type Part = Partial<Omit<GithubWish, 'release'>> & {
  readonly release?: Partial<GithubWish['release']>;
  readonly text?: string;
  /** By default Ada's, which may do everything. */
  readonly token?: string;
  readonly ports?: (ports: GithubPorts) => GithubPorts;
};

/** What one command came to, and what its user reads of it. */
export interface Said {
  readonly status: string;
  readonly errors: readonly string[];
  readonly report: GithubReport | null;
}

/** One runner after the other, on a GitHub where core and app deliver. */
export interface Scene {
  readonly double: Double;
  readonly folder: string;
  readonly build: (part?: Part) => Promise<Said>;
  readonly prepare: (part?: Part) => Promise<Said>;
  readonly publish: (part?: Part) => Promise<Said>;
  readonly run: (part?: Part) => Promise<Said>;
  /** Kinds of what was done to GitHub since the last time that it was asked. */
  readonly done: () => readonly string[];
  readonly releases: (repository?: string) => readonly Release[];
  /** How many workflow runs there were. */
  readonly runs: () => Readonly<Record<'core' | 'app', number>>;
}

type Release = ReturnType<typeof releasesOf>['all'][number];

const names = ['core', 'app'] as const;
const steering = () => ({ interrupt: new AbortController().signal, watch: () => {} });

export async function onGithub(start: ReturnType<typeof world>, body: (scene: Scene) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-on-github-'));
  try {
    await withDouble(start, async (double) => body(sceneOn(double, folder)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sceneOn(double: Double, folder: string): Scene {
  for (const name of names) double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run));
  let seen = 0;
  const command =
    (carriedOut: (ports: GithubPorts, wish: GithubWish) => Promise<GithubReport>) =>
    async ({ release, text = pair, token, ports = (same) => same, ...part }: Part = {}): Promise<Said> => {
      const wish = await wishOf({ manifest: await manifestOf(text), ...part });
      const wished = { ...wish, release: { ...wish.release, ...release } };
      const place = { folder, released: wished.release.repository, ...(token !== undefined && { token }) };
      return told(() => double.drive(carriedOut(ports(portsOn(double, place)), wished)));
    };
  return {
    double,
    folder,
    build: command(async (ports, wish) => githubReport(wish.tag, await buildOnGithub(ports, wish, steering()))),
    prepare: command((ports, wish) => prepareOnGithub(ports, wish, steering())),
    publish: command((ports, wish) => publishOnGithub(ports, wish)),
    run: command((ports, wish) => releaseOnGithub(ports, wish, steering())),
    done() {
      const news = double.log.effects().filter(({ request }) => request > seen);
      seen = double.log.entries.length;
      return news.map(({ kind }) => kind);
    },
    releases(name = 'acme/releases') {
      const repository = double.world.repository(name);
      return repository ? [...releasesOf(repository).all] : [];
    },
    runs: () => ({ core: double.runs.of('acme/core').length, app: double.runs.of('acme/app').length }),
  };
}

/** What is thrown reads as what is reported does. */
async function told(work: () => Promise<GithubReport>): Promise<Said> {
  try {
    const report = await work();
    const failed = (report.chain?.builds ?? []).flatMap(({ component, status, failure }) =>
      status === 'failed' && failure ? [`${component}: ${failure.what}; ${failure.log}`] : [],
    );
    const errors = report.findings.filter(({ severity }) => severity === 'error').map(sentence);
    return { status: report.status, errors: [...errors, ...failed], report };
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    return { status: 'thrown', errors: error.findings.map(sentence), report: null };
  }
}
