import type { ChainPorts } from '../wish.js';
import type { GithubPorts } from './ports.js';
import { refetch } from './refetch.js';
import { RemoteBuilder } from './remote-builder.js';
import type { GithubWish } from './wish.js';

/** The engine's own ports, with GitHub behind them. */
export function chainPorts(ports: GithubPorts, { queueTimeout, runTimeout }: GithubWish): ChainPorts {
  const { clock, ledger, machine, sources, runs, artifacts, store, limits, folder } = ports;
  const builder = new RemoteBuilder(
    { runs, artifacts, clock, sink: store, limits },
    { queue: queueTimeout, run: runTimeout },
  );
  return {
    clock,
    ledger,
    machine,
    sources,
    builder,
    store,
    folder,
    endOrphan: async () => {},
    fetchMissing: (run) => refetch(ports, run),
  };
}
