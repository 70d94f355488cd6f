import { type Artifact, digestOf } from '@slipway/domain';
import type { BuildOrder, BuildOutcome, Clock, Ledger, LedgerRecord, Machine, ReleaseFolder } from '../ports/index.js';
import type { BuildWish, ChainPorts } from './wish.js';
import { aComponent } from './engine/builders.js';
import type { Component, Manifest } from './manifest/manifest.js';

/** A whole world in memory for tests of operations; its parts keep what the ports promise, and no more. */
export function aWorld(part: Partial<ChainPorts> & { fate?: (order: BuildOrder) => Fate | Promise<Fate> } = {}) {
  const orders: BuildOrder[] = [];
  const released: string[] = [];
  const { fate = () => 'succeeded', ...ports } = part;
  const world: ChainPorts = {
    clock: impatientClock(),
    ledger: memoryLedger(),
    machine: aMachine(),
    sources: {
      resolve: async ({ name }) => ({
        status: 'resolved',
        source: { kind: 'commit', repository: name, commit: digestOf(name).slice(7, 47), time: 1_700_000_000 },
      }),
      changes: async () => ['one change'],
    },
    builder: {
      build: async (order, control) => {
        orders.push(order);
        await control.started({ pid: orders.length, started: '1' });
        return outcomeOf(order, await fate(order), control.signal);
      },
    },
    store: { holds: async () => true },
    folder: memoryFolder(released),
    endOrphan: async () => {},
    ...ports,
  };
  return { world, orders, released };
}

/** `hangs`: until it is told to end. */
export type Fate = 'succeeded' | 'build' | 'infrastructure' | 'hangs';

async function outcomeOf(order: BuildOrder, fate: Fate, signal: AbortSignal): Promise<BuildOutcome> {
  const failure = { what: 'exit code 1', log: 'some.log', tail: ['it broke'] };
  if (fate === 'hangs') {
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return { status: 'failed', failure: { ...failure, kind: signal.reason === 'timeout' ? 'timeout' : 'stopped' } };
  }
  return fate === 'succeeded'
    ? { status: 'succeeded', artifacts: [artifactOf(order)] }
    : { status: 'failed', failure: { ...failure, kind: fate } };
}

/** Equal orders make equal bytes, and what they make follows from what their upstreams made. */
function artifactOf({ component, upstreams }: BuildOrder): Artifact {
  const bytes = JSON.stringify([component.name, upstreams.map(({ artifacts }) => artifacts)]);
  return { path: `out/${component.name}`, size: bytes.length, digest: digestOf(bytes) };
}

/** Short waits are over at once, so that commands are heard; long ones (timeouts) never are. */
const impatientClock = (): Clock => ({
  now: () => 1_000,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (ms < 1_000) setImmediate(resolve);
      signal?.addEventListener('abort', () => resolve());
    }),
});

export const aMachine = (part: Partial<Machine> = {}): Machine => ({
  os: 'linux',
  arch: 'x64',
  self: () => ({ host: 'laptop', pid: 1, started: '1' }),
  isAlive: async () => 'dead',
  toolVersion: async () => '4.3',
  ...part,
});

export function memoryLedger(): Ledger {
  const records = new Map<string, readonly LedgerRecord[]>();
  return {
    read: async (key) => records.get(key)?.[0] ?? null,
    write: async (key, value, expected) => {
      const history = records.get(key) ?? [];
      const current = history[0]?.revision ?? null;
      if (current !== expected) return { status: 'lost', winner: current };
      const revision = String(history.length + 1);
      records.set(key, [{ value, revision }, ...history]);
      return { status: 'written', revision };
    },
    list: async (prefix) => [...records.keys()].filter((key) => key.startsWith(prefix)).toSorted(),
    history: async (key) => records.get(key) ?? [],
    obstacle: async () => null,
  };
}

/** A release folder whose assets are their digests; what is published is told to `released`. */
export function memoryFolder(released: string[]): ReleaseFolder {
  let there: string | null = null;
  return {
    path: '/release/set-1',
    checksums: async () => there,
    obstacle: async () => null,
    moveAside: async () => {
      there = null;
      return '/release/set-1.aside';
    },
    stage: async () => {
      const written = new Map<string, string>();
      return {
        archive: async (name, members, time) => ({ name, size: 1, digest: digestOf(JSON.stringify([members, time])) }),
        write: async (path, text) => void written.set(path, text),
        publish: async () => {
          there = written.get('assets/SHA256SUMS') ?? '';
          released.push(...written.values());
        },
        discard: async () => {},
      };
    },
  };
}

export const aManifest = (components: readonly Component[] = aDiamond()): Manifest => ({
  set: 'set-1',
  components,
  onFailure: 'keep-going',
});

/** core ← left, right ← app. */
export const aDiamond = (): readonly Component[] => [
  aComponent('app', ['left', 'right']),
  aComponent('core'),
  aComponent('left', ['core']),
  aComponent('right', ['core']),
];

export const aWish = (part: Partial<BuildWish> = {}): BuildWish => ({
  manifest: aManifest(),
  file: 'versions.toml',
  selection: { only: [], skip: [] },
  policy: { maxParallel: 2, onFailure: 'keep-going' },
  mode: 'build',
  reuse: 'any',
  from: 'commits',
  existing: 'refuse',
  ownership: 'respect',
  ...part,
});
