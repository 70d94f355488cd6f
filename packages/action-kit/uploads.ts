import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding } from '@slipway/domain';
import type { ActionContext } from './context.js';
import type { Upload } from './result.js';

export interface Uploaded {
  readonly artifacts: readonly { readonly name: string; readonly url: string }[];
  readonly findings: readonly Finding[];
}

/** Makes artifacts of the workflow run, one after the other. Their client is loaded here: it is as large as all the rest of an action. */
export async function uploadAll(uploads: readonly Upload[], report: string, context: ActionContext): Promise<Uploaded> {
  if (uploads.length === 0) return { artifacts: [], findings: [] };
  const { DefaultArtifactClient } = await import('@actions/artifact');
  const client = new DefaultArtifactClient();
  const artifacts: { name: string; url: string }[] = [];
  const findings: Finding[] = [];
  for (const { name, content, compression = 'none' } of uploads) {
    const folder = content === 'report' ? dirname(report) : content.folder;
    const files = content === 'report' ? [report] : filesIn(folder);
    try {
      const level = compression === 'none' ? { compressionLevel: 0 } : {};
      const { id } = await client.uploadArtifact(name, files, folder, level);
      artifacts.push({ name, url: `${runUrl(context)}/artifacts/${id}` });
    } catch (error) {
      findings.push(failed(name, error));
    }
  }
  return { artifacts, findings };
}

/** The page of this workflow run. */
const runUrl = ({ serverUrl, repository, runId }: ActionContext): string =>
  `${serverUrl}/${repository}/actions/runs/${runId}`;

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

const failed = (name: string, error: unknown): Finding => ({
  code: 'unavailable',
  severity: 'error',
  what: `could not be uploaded (${error instanceof Error ? error.message : String(error)})`,
  where: `artifact ${name}`,
  remedy:
    'give it a name that no other job of this run uses, or run the job again; what was built is still on this machine',
});
