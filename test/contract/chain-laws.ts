import { digestOf } from '@slipway/domain';
import { type Double, type Effect, type LogEntry, type Run, releasesOf } from '@slipway/github-double';
import type { RandomChain } from './a-random-chain.js';

interface Started {
  readonly component: string;
  readonly marker: string;
  readonly at: number;
  readonly run: Run;
}

/** What is watched: our chain, beside what somebody else has. */
export interface Scene {
  readonly double: Double;
  readonly chain: RandomChain;
  readonly foreign: Foreign;
}

/** What was broken of a chain's laws, in words, told by the double alone: by its log, and by when its runs began and ended. */
export function brokenLaws({ double, chain, foreign }: Scene): readonly string[] {
  const started = startedIn(double, chain, foreign);
  return [
    ...repeated(started).map((marker) => `two runs of ${marker}`),
    ...tooEarly(chain, started),
    ...tooMany(chain, started),
    ...released(double, chain, started),
    ...touched(double, started, foreign),
  ];
}

function startedIn(double: Double, { components }: RandomChain, foreign: Foreign): readonly Started[] {
  const names = new Map(components.map(({ name }) => [`acme/${name}`, name]));
  return double.log.entries.flatMap((entry) =>
    entry.effects.flatMap((effect) => {
      const component = names.get(effect.repository);
      const marker = markerIn(entry);
      if (effect.kind !== 'run-started' || component === undefined || marker === null) return [];
      const run = double.runs.get(Number(effect['run']));
      return foreign.runs.includes(run.id) ? [] : [{ component, marker, at: entry.at, run }];
    }),
  );
}

function markerIn({ body }: LogEntry): string | null {
  const { inputs, client_payload: payload }: { inputs?: object; client_payload?: object } = Object(body);
  const marker: unknown = new Map(Object.entries(inputs ?? payload ?? {})).get('slipway-marker');
  return typeof marker === 'string' ? marker : null;
}

function repeated(started: readonly Started[]): readonly string[] {
  const markers = started.map(({ marker }) => marker);
  return [...new Set(markers.filter((marker, at) => markers.indexOf(marker) !== at))];
}

const succeededBy = ({ attempts }: Run, time: number): boolean => {
  const last = attempts.findLast(({ createdAt }) => createdAt <= time);
  return last?.conclusion === 'success' && last.completedAt !== null && last.completedAt <= time;
};

/** Dispatched before all that it requires had succeeded. */
function tooEarly({ components }: RandomChain, started: readonly Started[]): readonly string[] {
  return started.flatMap(({ component, marker, at }) => {
    const required = components.find(({ name }) => name === component)?.requires ?? [];
    return required
      .map((place) => components[place]?.name ?? '')
      .filter((name) => !started.some((one) => one.component === name && succeededBy(one.run, at)))
      .map((name) => `${marker} began before ${name} had succeeded`);
  });
}

/** More at once than was allowed. A rerun begins another attempt of the same run. */
function tooMany({ maxParallel }: RandomChain, started: readonly Started[]): readonly string[] {
  const spans = started.flatMap(({ run }) =>
    run.attempts.map(({ createdAt, completedAt }) => ({ from: createdAt, to: completedAt ?? Infinity })),
  );
  const most = Math.max(0, ...spans.map(({ from }) => spans.filter((one) => one.from <= from && from < one.to).length));
  return most > maxParallel ? [`${most} builds at once instead of ${maxParallel}`] : [];
}

/** There is one release at a time, whose assets go up once, and it is public only when all is in it. */
function released(double: Double, { components }: RandomChain, started: readonly Started[]): readonly string[] {
  const ours = (kind: string) => double.log.effects(kind).filter(({ tag }) => tag === 'set-1');
  const broken: string[] = [];
  if (ours('release-created').length - ours('release-deleted').length > 1) broken.push('two releases were made');
  const [publication, second] = ours('release-published');
  if (second) broken.push('published twice');
  if (!publication) return broken;
  const tags = double.log.effects('ref-created').filter(({ ref }) => ref === 'refs/tags/r1');
  const first = Math.min(publication.request, ...tags.map(({ request }) => request));
  const at = double.log.entries[first - 1]?.at ?? 0;
  const missing = components.filter(
    ({ name }) => !started.some((one) => one.component === name && succeededBy(one.run, at)),
  );
  const untagged = components.filter(
    ({ name }) => tags.filter(({ repository }) => repository === `acme/${name}`).length !== 1,
  );
  broken.push(...missing.map(({ name }) => `published without ${name}`));
  broken.push(...untagged.map(({ name }) => `published, and ${name} is not tagged once`));
  return [...broken, ...brokenAssets(double, components)];
}

function brokenAssets(double: Double, components: RandomChain['components']): readonly string[] {
  const home = double.world.repository('acme/releases');
  const release = home && releasesOf(home).all.find(({ tag }) => tag === 'set-1');
  const assets = new Map((release?.assets ?? []).map(({ name, bytes }) => [name, bytes?.digest ?? 'starter']));
  const archives = components.map(({ name }) => `${name}-1.0.0.tar.gz`).toSorted();
  const sums = archives.map((name) => `${(assets.get(name) ?? '').replace('sha256:', '')}  ${name}\n`).join('');
  const isWhole = assets.size === archives.length + 1 && assets.get('SHA256SUMS') === digestOf(sums);
  return isWhole ? [] : [`published with ${JSON.stringify([...assets])}`];
}

/** What a cancelled chain run has left behind, in words. */
export function leftByCancel({ double, chain, foreign }: Scene): readonly string[] {
  const home = double.world.repository('acme/releases');
  const drafts = home ? releasesOf(home).all.filter(({ tag }) => tag === 'set-1') : [];
  const live = startedIn(double, chain, foreign).filter(({ run }) => run.attempts.at(-1)?.completedAt === null);
  return [
    ...drafts.map(({ draft }) => `cancelled, and its release is ${draft ? 'a draft' : 'public'}`),
    ...live.map(({ marker }) => `cancelled, and ${marker} goes on`),
  ];
}

/** What began although somebody had told the chain run to pause `within` milliseconds before, in words; from the n-th request on. */
export function begunWhilePaused(double: Double, from: number, within: number): readonly string[] {
  const entries = double.log.entries.slice(from);
  const told = entries.find(({ effects }) => effects.some(({ ref }) => String(ref).startsWith(commandsRef)));
  return entries
    .filter(({ at, effects }) => told && at > told.at + within && effects.some(({ kind }) => kind === 'run-started'))
    .map((entry) => `${markerIn(entry)} began while the chain run was paused`);
}

const commandsRef = 'refs/slipway/commands/';

/** What somebody else has, and what it was like. */
export interface Foreign {
  readonly runs: readonly number[];
  readonly release: number;
  /** The last request by which it was made. */
  readonly until: number;
}

const ourRef = /^refs\/(slipway\/.+|tags\/(r1|set-1))$/;

function touched(double: Double, started: readonly Started[], foreign: Foreign): readonly string[] {
  const ours = new Set(started.map(({ run }) => run.id));
  const refs = double.log
    .effects()
    .filter(({ kind, ref }) => kind.startsWith('ref-') && !ourRef.test(String(ref)))
    .map(({ kind, repository, ref }) => `${kind} ${repository} ${String(ref)}`);
  const steered = double.log.entries
    .filter(({ method }) => method !== 'GET')
    .flatMap(({ path }) => /\/actions\/runs\/(\d+)\/(?:cancel|rerun)/.exec(path)?.[1] ?? [])
    .filter((id) => foreign.runs.includes(Number(id)) || !ours.has(Number(id)));
  const releases = double.log.effects().filter((effect) => isOnForeign(effect, foreign));
  return [
    ...refs,
    ...steered.map((id) => `run ${id} is not ours`),
    ...releases.map(({ kind }) => `${kind} of a release that is not ours`),
  ];
}

const isOnForeign = ({ kind, release, request }: Effect & { readonly request: number }, foreign: Foreign): boolean =>
  /^(release|asset)-/.test(kind) && release === foreign.release && request > foreign.until;
