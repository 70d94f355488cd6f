import { type Artifact, digestOf } from '@slipway/domain';
import type { ArtifactSink, CalleeWorkspace, RunArtifact, RunArtifacts } from '../ports/index.js';
import {
  type CalleeOrder,
  type CalleeResult,
  type CalleeUpstream,
  contract,
  markerInput,
  orderInput,
  resultFile,
} from './contract.js';

export const commit = 'c0'.repeat(20);
export const marker = 'set-1.1/app/1';

export const anUpstream = (changes: Partial<CalleeUpstream> = {}): CalleeUpstream => ({
  component: 'core',
  version: '1.0.0',
  repository: 'acme/core',
  'run-id': 7,
  'artifact-id': 70,
  digest: digestOf('the zip of core'),
  binaries: ['tool'],
  ...changes,
});

export const anOrder = (changes: Partial<CalleeOrder> = {}): CalleeOrder => ({
  contract,
  component: 'app',
  version: '2.0.0',
  tag: 'v2.0.0',
  set: 'set-1',
  commit,
  upstreams: [],
  ...changes,
});

/** The document of a workflow_dispatch. */
export const anEvent = (order: unknown = anOrder()): object => ({
  inputs: { [markerInput]: marker, [orderInput]: typeof order === 'string' ? order : JSON.stringify(order) },
});

export const artifactsOf = (files: Readonly<Record<string, string>>): readonly Artifact[] =>
  Object.entries(files).map(([path, text]) => ({ path, size: Buffer.byteLength(text), digest: digestOf(text) }));

export const aResult = (files: Readonly<Record<string, string>>, changes: Partial<CalleeResult> = {}): string =>
  JSON.stringify({
    contract,
    marker: 'set-1.1/core/1',
    component: 'core',
    version: '1.0.0',
    commit,
    files: artifactsOf(files),
    ...changes,
  });

async function textOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const bytes = async function* (text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
};

/** A workspace in memory: `files` is the checkout, and `kept` what the operation has put anywhere. */
export function aWorkspace(files: Readonly<Record<string, string>> = {}, at: string | null = commit) {
  const kept: Record<string, string> = {};
  const keep = (folder: string): ArtifactSink => ({
    async take(path, content) {
      const text = await textOf(content);
      kept[`${folder}/${path}`] = text;
      return { path, size: Buffer.byteLength(text), digest: digestOf(text) };
    },
  });
  const workspace: CalleeWorkspace = {
    upstreams: '/t/upstreams',
    cache: '/t/cache',
    delivery: '/t/delivery',
    head: async () => (at === null ? null : { commit: at, time: 1_700_000_000 }),
    clear: async () => Object.keys(kept).forEach((path) => delete kept[path]),
    upstream: (component, binaries) => keep(`/t/upstreams/${component}(${binaries.join()})`),
    note: async (text) => void (kept['/t/note'] = text),
    noted: async () => kept['/t/note'] ?? null,
    stage: async () => ({ status: 'staged', files: artifactsOf(files) }),
    add: async (name, text) => void (kept[`/t/delivery/${name}`] = text),
  };
  return { workspace, kept };
}

/** What runs have uploaded: an artifact and its files. */
export function someArtifacts(
  files: Readonly<Record<string, string>>,
  changes: Partial<RunArtifact> = {},
): RunArtifacts {
  const artifact: RunArtifact = {
    repository: { owner: 'acme', repo: 'core' },
    run: 7,
    id: 70,
    name: 'slipway-core',
    size: 100,
    digest: digestOf('the zip of core'),
    expired: false,
    createdAt: 0,
    ...changes,
  };
  return {
    list: async (run) => (run.id === artifact.run ? [artifact] : []),
    download: (_artifact, sink) =>
      Promise.all(Object.entries(files).map(([path, text]) => sink.take(path, bytes(text)))),
  };
}

/** A delivery of core: these files, and what it says about them. */
export const delivered = (
  files: Readonly<Record<string, string>>,
  changes: Partial<CalleeResult> = {},
): Readonly<Record<string, string>> => ({ ...files, [resultFile]: aResult(files, changes) });
