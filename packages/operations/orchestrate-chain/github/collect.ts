import type { Artifact } from '@slipway/domain';
import picomatch from 'picomatch';
import { artifactNameOf } from '../../chain-callee/contract.js';
import { deliverySink } from '../../chain-callee/delivered-files.js';
import { readResult } from '../../chain-callee/result.js';
import type {
  ArtifactSink,
  BuildOrder,
  BuildOutcome,
  Delivery,
  DownloadLimits,
  RemoteProcess,
  RunArtifact,
  RunArtifacts,
} from '../../ports/index.js';

export interface CollectPorts {
  readonly artifacts: RunArtifacts;
  readonly sink: ArtifactSink;
  readonly limits: DownloadLimits;
}

/** What a run that succeeded has made. What is missing, of another commit or of other bytes than it says is a failed build. */
export async function collect(ports: CollectPorts, order: BuildOrder, process: RemoteProcess): Promise<BuildOutcome> {
  const patterns = order.component.remote?.collect;
  const listed = newestOfEachName(await ports.artifacts.list(process));
  return patterns ? byPatterns(ports, process, listed, patterns) : delivered(ports, order, process, listed);
}

/** A rerun leaves a second artifact of one name beside the first (NVIDIA/aicr#2196). */
function newestOfEachName(listed: readonly RunArtifact[]): readonly RunArtifact[] {
  const newest = new Map<string, RunArtifact>();
  for (const one of listed) {
    const other = newest.get(one.name);
    if (!other || one.createdAt > other.createdAt || (one.createdAt === other.createdAt && one.id > other.id))
      newest.set(one.name, one);
  }
  return [...newest.values()];
}

async function delivered(
  { artifacts, sink, limits }: CollectPorts,
  { component: { name, version }, source }: BuildOrder,
  process: RemoteProcess,
  listed: readonly RunArtifact[],
): Promise<BuildOutcome> {
  const wanted = artifactNameOf(name);
  const artifact = listed.find((one) => one.name === wanted);
  if (!artifact) return refused(process, `its run has no artifact ${wanted}: chain-callee has not delivered`);
  if (artifact.expired) return refused(process, `its artifact ${wanted} has expired`);
  if (artifact.digest === null) return refused(process, `GitHub tells no digest of its artifact ${wanted}`);
  const taken = deliverySink(sink);
  await artifacts.download(artifact, taken, limits);
  const { marker } = process;
  const expected = { component: name, version, marker, ...(source.commit === null ? {} : { commit: source.commit }) };
  const reading = readResult(taken.result(), taken.kept(), expected);
  if (reading.status === 'refused') return refused(process, `its artifact ${wanted} ${reading.what}`);
  return { status: 'succeeded', artifacts: taken.kept(), delivery: deliveryOf(artifact, artifact.digest) };
}

const deliveryOf = ({ repository, run, id }: RunArtifact, digest: Delivery['digest']): Delivery => ({
  repository,
  run,
  artifact: id,
  digest,
});

/** Nothing says what commit these are of, nor which files belong to them: what is there is taken. */
async function byPatterns(
  { artifacts, sink, limits }: CollectPorts,
  process: RemoteProcess,
  listed: readonly RunArtifact[],
  patterns: readonly string[],
): Promise<BuildOutcome> {
  const matches = picomatch([...patterns], { dot: true });
  const chosen = listed.filter(({ name }) => matches(name)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  if (chosen.length === 0) return refused(process, `its run has no artifact that ${patterns.join(' or ')} matches`);
  const expired = chosen.find((one) => one.expired);
  if (expired) return refused(process, `its artifact ${expired.name} has expired`);
  const files = new Map<string, Artifact>();
  for (const one of chosen) {
    for (const file of await artifacts.download(one, sink, limits)) {
      if (files.has(file.path)) return refused(process, `two of its artifacts have a file ${file.path}`);
      files.set(file.path, file);
    }
  }
  return { status: 'succeeded', artifacts: [...files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
}

const refused = ({ url }: RemoteProcess, what: string): BuildOutcome => ({
  status: 'failed',
  failure: { kind: 'build', what, log: url, tail: [] },
});
