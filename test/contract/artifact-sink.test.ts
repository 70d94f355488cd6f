import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artifactStore, calleeWorkspace } from '@slipway/host';
import { sinkContract } from './artifact-sink.js';

const filesBelow = (folder: string): number =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length
    : 0;

const aFolder = (): string => mkdtempSync(join(tmpdir(), 'slipway-sink-'));

sinkContract('the artifact store', () => {
  const folder = aFolder();
  const close = () => rmSync(folder, { recursive: true });
  return { sink: artifactStore(folder), kept: () => filesBelow(folder), close };
});

sinkContract("a callee's folder of upstreams", () => {
  const folder = aFolder();
  const workspace = calleeWorkspace({ checkout: folder, temp: folder, environment: {} });
  const close = () => rmSync(folder, { recursive: true });
  return { sink: workspace.upstream('core', []), kept: () => filesBelow(folder), close };
});
