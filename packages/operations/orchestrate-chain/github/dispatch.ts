import type { BuildOrder, Json, RepositoryName, Trigger } from '../../ports/index.js';
import {
  type CalleeOrder,
  type CalleeUpstream,
  contract,
  markerInput,
  orderInput,
} from '../../chain-callee/contract.js';
import type { RemoteSettings } from '../manifest/manifest.js';

/** `owner/name` in its parts. */
export function repositoryName(repository: string): RepositoryName {
  const [owner = '', repo = ''] = repository.split('/');
  return { owner, repo };
}

/** What starts the build that the order is for. `ref` is a branch or tag: the commit travels in the order. */
export function triggerOf(order: BuildOrder, settings: RemoteSettings, ref: string): Trigger {
  const sent = inputsOf(order, settings);
  const { trigger } = settings;
  return trigger.kind === 'workflow'
    ? { kind: 'workflow', workflow: trigger.workflow, ref, inputs: sent }
    : { kind: 'event', type: trigger.type, payload: { ...sent } satisfies Record<string, Json> };
}

/** The contract's two, unless the repository does not follow it, and the manifest's own. */
export function inputsOf(order: BuildOrder, { inputs, collect }: RemoteSettings): Readonly<Record<string, string>> {
  const own = Object.fromEntries(Object.entries(inputs).map(([name, text]) => [name, filledIn(text, order)]));
  return collect ? own : { ...own, [markerInput]: order.marker, [orderInput]: JSON.stringify(calleeOrderOf(order)) };
}

function filledIn(text: string, { component, marker, set, source }: BuildOrder): string {
  const { name, version, tag } = component;
  const values: Readonly<Record<string, string>> = {
    marker,
    component: name,
    version,
    tag,
    set,
    commit: source.commit ?? '',
  };
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}

function calleeOrderOf({ component: { name, version, tag }, set, source, upstreams }: BuildOrder): CalleeOrder {
  return {
    contract,
    component: name,
    version,
    tag,
    set,
    commit: source.commit ?? '',
    upstreams: upstreams.flatMap(calleeUpstream),
  };
}

/** Of a repository without the contract there is nothing that a callee could verify: it is left out, and the plan says so. */
function calleeUpstream({
  component,
  version,
  binaries,
  delivery,
}: BuildOrder['upstreams'][number]): readonly CalleeUpstream[] {
  if (!delivery) return [];
  const { repository, run, artifact, digest } = delivery;
  return [
    {
      component,
      version,
      repository: `${repository.owner}/${repository.repo}`,
      'run-id': run,
      'artifact-id': artifact,
      digest,
      binaries: [...binaries],
    },
  ];
}

export function settingsOf({ component: { name, remote } }: BuildOrder): RemoteSettings {
  if (remote === undefined) throw new Error(`${name} has no workflow: preflight lets no such component through`);
  return remote;
}

/** The default branch is filled in when the run begins. */
export function refOf({ ref, repository }: RemoteSettings): string {
  if (ref === undefined) throw new Error(`no ref was frozen for ${repository}`);
  return ref;
}
