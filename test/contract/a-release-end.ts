import { type Double, type LogEntry, releasesOf } from '@slipway/github-double';

/** What a whole release has come to, as the double's log and world tell it: what must not depend on who was killed when. */
export interface ReleaseEnd {
  /** Markers of the runs that were started, by component. */
  readonly started: Readonly<Record<string, readonly string[]>>;
  /** Conclusions of their attempts; `null` of what still runs. */
  readonly conclusions: Readonly<Record<string, readonly (readonly (string | null)[])[]>>;
  readonly releases: readonly { readonly tag: string; readonly draft: boolean; readonly assets: object }[];
  /** How often something was done to releases, their assets and tags. */
  readonly effects: Readonly<Record<string, number>>;
  /** Tags that were made, by repository, with their commits. */
  readonly tags: readonly string[];
}

export function releaseEnd(double: Double, components: readonly string[]): ReleaseEnd {
  const home = double.world.repository('acme/releases');
  const releases = home ? releasesOf(home).all : [];
  return {
    started: Object.fromEntries(components.map((name) => [name, markersIn(double, `acme/${name}`)])),
    conclusions: Object.fromEntries(
      components.map((name) => [
        name,
        double.runs.of(`acme/${name}`).map(({ attempts }) => attempts.map(({ conclusion }) => conclusion)),
      ]),
    ),
    releases: releases.map(({ tag, draft, assets }) => ({
      tag,
      draft,
      assets: Object.fromEntries(assets.map(({ name, bytes }) => [name, bytes?.digest ?? 'starter'])),
    })),
    effects: countsOf(double.log.effects().map(({ kind }) => kind)),
    tags: double.log
      .effects()
      .filter(({ kind, ref }) => kind.startsWith('ref-') && String(ref).startsWith('refs/tags/'))
      .map(({ kind, repository, ref, after }) => `${kind} ${repository} ${String(ref)} ${String(after)}`)
      .toSorted(),
  };
}

function markersIn(double: Double, repository: string): readonly string[] {
  return double.log.entries.filter((entry) => startedIn(entry, repository)).map(({ body }) => markerIn(body));
}

const startedIn = ({ effects }: LogEntry, repository: string): boolean =>
  effects.some((effect) => effect.kind === 'run-started' && effect.repository === repository);

function markerIn(body: unknown): string {
  const { inputs, client_payload: payload }: { inputs?: object; client_payload?: object } = Object(body);
  return String(new Map(Object.entries(inputs ?? payload ?? {})).get('slipway-marker'));
}

/** Who dies between making an object and moving a ref leaves the object, which nobody sees. */
const seen = /^(release|asset)-/;

function countsOf(kinds: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const kind of kinds.filter((one) => seen.test(one))) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
