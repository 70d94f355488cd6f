import { ReleaseError } from '@slipway/domain';
import pMap from 'p-map';
import type { Delivery } from '../../ports/index.js';
import { deliverySink } from '../../chain-callee/delivered-files.js';
import { readResult } from '../../chain-callee/result.js';
import type { ChainRun } from '../engine/state.js';
import type { GithubPorts } from './ports.js';

/** Brings what succeeded builds made to this machine, where another one had fetched it. */
export async function refetch(
  ports: Pick<GithubPorts, 'artifacts' | 'store' | 'limits'>,
  run: ChainRun,
): Promise<void> {
  const builds = run.builds.flatMap((build, at) => {
    const component = run.components[at]?.component;
    return build.status === 'succeeded' && build.delivery && component
      ? [{ component, build, delivery: build.delivery }]
      : [];
  });
  await pMap(
    builds,
    async ({ component: { name, version }, build, delivery }) => {
      if (await ports.store.holds(build.artifacts)) return;
      const artifact = (await ports.artifacts.list(runOf(delivery))).find(({ id }) => id === delivery.artifact);
      if (!artifact || artifact.expired || artifact.digest !== delivery.digest) throw gone(name, delivery);
      const sink = deliverySink(ports.store);
      await ports.artifacts.download(artifact, sink, ports.limits);
      const reading = readResult(sink.result(), sink.kept(), { component: name, version });
      if (reading.status === 'refused' || !(await ports.store.holds(build.artifacts))) throw gone(name, delivery);
    },
    { concurrency: 4 },
  );
}

const runOf = ({ repository, run: id }: Delivery) => ({ repository, id, nodeId: null, url: '' });

const gone = (component: string, { repository: { owner, repo }, run, artifact }: Delivery): ReleaseError =>
  new ReleaseError([
    {
      code: 'not-found',
      severity: 'error',
      what: `artifact ${artifact} of run ${run} in ${owner}/${repo} is not there any more with the bytes that were built`,
      where: component,
      remedy: 'give --restart to build again; artifacts are kept for 90 days unless the repository says otherwise',
    },
  ]);
