import type { Artifact, Finding } from '@slipway/domain';
import type { BuildWish } from '../wish.js';
import type { ChainComponent } from '../engine/state.js';
import { type Plan, withUpstreams } from '../plan/plan.js';
import type { Reuse } from '../reuse/reuse.js';

export type ReusedBuilds =
  | { readonly status: 'found'; readonly artifacts: ReadonlyMap<string, readonly Artifact[]> }
  | { readonly status: 'refused'; readonly findings: readonly Finding[] };

/** Earlier builds of what is skipped although it is required, and of what those were made from. All must be there. */
export async function reusedBuilds(
  components: readonly ChainComponent[],
  plan: Plan,
  { manifest, reuse: mode }: BuildWish,
  reuse: Reuse,
): Promise<ReusedBuilds> {
  const byName = new Map(components.map((one) => [one.component.name, one]));
  const needed = withUpstreams(plan, plan.reuseOnly);
  const artifacts = new Map<string, readonly Artifact[]>();
  const missing: string[] = [];
  // The plan's order has upstreams first: each key follows from the digests before it.
  for (const name of plan.order.filter((one) => needed.has(one))) {
    const one = byName.get(name);
    if (!one) continue;
    const upstreams = [...withUpstreams(plan, [name])]
      .filter((upstream) => upstream !== name)
      .toSorted()
      .map((upstream) => ({
        component: upstream,
        version: byName.get(upstream)?.component.version ?? '',
        binaries: byName.get(upstream)?.component.binaries ?? [],
        artifacts: artifacts.get(upstream) ?? [],
      }));
    const found = await reuse.find({ ...one, set: manifest.set, attempt: 0, marker: '', upstreams });
    if (found) artifacts.set(name, found);
    else missing.push(name);
  }
  const findings = plan.reuseOnly.filter((name) => missing.includes(name)).map((name) => cannotSkip(name, mode));
  return findings.length > 0 ? { status: 'refused', findings } : { status: 'found', artifacts };
}

const cannotSkip = (name: string, mode: BuildWish['reuse']): Finding => ({
  code: 'not-found',
  severity: 'error',
  what: `${name} is required by what is built, and no earlier build of it can be reused${mode === 'none' ? ' with --force' : ''}`,
  where: '--skip',
  remedy: `build ${name} once without skipping it`,
});
