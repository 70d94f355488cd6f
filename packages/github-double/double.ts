import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mountArtifactService } from './artifact-service/mount.js';
import { endExecutions } from './execution/by-act.js';
import type { RouteName } from './description/description.js';
import { mountFaults } from './faults/strike.js';
import { mountGit } from './git/smart-http.js';
import { mountGraphql } from './graphql/mount.js';
import { Limits } from './limits/limits.js';
import { githubLimits, type LimitSettings, noLimits } from './limits/settings.js';
import { mountPage } from './page/mount.js';
import { mountAssetDownloads } from './releases/download.js';
import { routes } from './routes.js';
import { executing } from './runs/execution.js';
import { type Runs, runsOf } from './runs/runs.js';
import { listen, makeHosts, urlsOf, watch } from './server/hosts.js';
import { mountApi } from './server/mount-api.js';
import { slashEscaper } from './server/paths.js';
import { mountDownloads } from './storage/downloads.js';
import type { DoubleClock } from './time/clock.js';
import { driveUntil } from './time/drive.js';
import { VirtualClock } from './time/virtual-clock.js';
import { issue, type TokenSpec } from './tokens/issue.js';
import type { WorldBuilder } from './world/builder.js';
import type { Urls } from './world/urls.js';
import { World } from './world/world.js';
import { listenToOccasions } from './workflows/occasions.js';

export interface DoubleOptions {
  /** By default a virtual one. */
  readonly clock?: DoubleClock;
  /** By default GitHub's. */
  readonly limits?: 'github' | 'off' | Partial<LimitSettings>;
  /** By default free ones. */
  readonly ports?: Partial<Readonly<Record<keyof Urls, number>>>;
}

/** Any time will do, as long as it is the same in every run. */
const startOfTime = Date.UTC(2026, 0, 5, 9);

/** A GitHub on loopback. Close it: what a client got wrong is told there. */
export class Double {
  readonly world: World;
  readonly urls: Urls;
  readonly activity: { readonly open: number; readonly total: number };
  readonly #end: () => Promise<void>;

  constructor(world: World, activity: Double['activity'], end: () => Promise<void>) {
    this.world = world;
    this.urls = world.urls;
    this.activity = activity;
    this.#end = end;
  }

  get log(): World['log'] {
    return this.world.log;
  }

  get runs(): Runs {
    return runsOf(this.world);
  }

  get faults(): World['faults'] {
    return this.world.faults;
  }

  get violations(): World['violations'] {
    return this.world.violations;
  }

  get clock(): DoubleClock {
    return this.world.clock;
  }

  /** Gives out a token. */
  token(spec: TokenSpec): string {
    return issue(this.world, spec);
  }

  /** Moves a virtual clock on. */
  async advance(ms: number): Promise<void> {
    await this.#virtual().advance(ms);
  }

  /** Moves a virtual clock from alarm to alarm until `work` has ended (see `driveUntil`). */
  async drive<Result>(work: Promise<Result>): Promise<Result> {
    return driveUntil(work, this.#virtual(), () => ({
      open: this.activity.open - this.world.asleep + executing(this.world).count,
      total: this.activity.total,
    }));
  }

  /** Stops listening and removes its files. */
  async stop(): Promise<void> {
    await this.#end();
  }

  /** Stops, and throws where a request or an answer did not fit GitHub's description. */
  async close(): Promise<void> {
    await this.stop();
    this.violations.expectNone();
  }

  #virtual(): VirtualClock {
    if (this.clock instanceof VirtualClock) return this.clock;
    throw new Error('only a virtual clock can be moved');
  }
}

/** Builds the world and listens. */
export async function startDouble(builder: WorldBuilder, options: DoubleOptions = {}): Promise<Double> {
  const hosts = makeHosts(slashEscaper(Object.keys(routes) as RouteName[])); // the type of Routes says so
  const activity = watch(hosts);
  const folder = mkdtempSync(join(tmpdir(), 'github-double-'));
  const end = async (): Promise<void> => {
    await endExecutions(world);
    await Promise.all(Object.values(hosts).map((app) => app.close()));
    rmSync(folder, { recursive: true, force: true });
  };
  const world = new World({
    clock: options.clock ?? new VirtualClock(startOfTime),
    folder,
    limits: new Limits(settingsOf(options.limits ?? 'github')),
  });
  mountApi(hosts, world, routes);
  for (const app of [hosts.server, hosts.storage]) mountFaults(app, world);
  mountPage(hosts.server, world);
  mountGraphql(hosts.api, world);
  mountGit(hosts.server, world);
  mountAssetDownloads(hosts.server, world);
  mountDownloads(hosts.storage, world);
  mountArtifactService(hosts.storage, world);
  await listen(hosts, options.ports ?? {});
  world.urls = urlsOf(hosts);
  listenToOccasions(world);
  builder.build(world);
  return new Double(world, activity, end);
}

/** A double for as long as `body` runs; rejects with what failed there, else with what was against the description. */
export async function withDouble<Result>(
  builder: WorldBuilder,
  body: (double: Double) => Promise<Result>,
  options: DoubleOptions = {},
): Promise<Result> {
  const double = await startDouble(builder, options);
  let result: Result;
  try {
    result = await body(double);
  } catch (error) {
    await double.stop();
    throw error;
  }
  await double.close();
  return result;
}

const settingsOf = (limits: 'github' | 'off' | Partial<LimitSettings>): LimitSettings =>
  limits === 'github' ? githubLimits : limits === 'off' ? noLimits : { ...githubLimits, ...limits };
