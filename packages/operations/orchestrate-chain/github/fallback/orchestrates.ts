import type { RemoteRepositories, RepositoryName } from '../../../ports/index.js';

/** How many files are read at most: who needs more to come to orchestrate-chain will see it refuse to start itself. */
const most = 20;

export interface WorkflowText {
  /** In its repository. */
  readonly path: string;
  readonly text: string;
}

/**
 * The file by which a workflow comes to orchestrate-chain: its own, or a reusable workflow or an action of the same repository that it uses, or that
 * those use. `null`: none of them does.
 */
export async function orchestratingFile(
  repositories: Pick<RemoteRepositories, 'text'>,
  repository: RepositoryName,
  workflow: WorkflowText,
  ref: string,
): Promise<string | null> {
  const known = new Set([workflow.path]);
  const read = [workflow];
  for (const { path, text } of read) {
    const live = text.replace(/^\s*#.*$/gm, '');
    if (orchestrating.test(live)) return path;
    for (const used of filesUsedBy(live)) {
      if (known.has(used) || known.size >= most) continue;
      known.add(used);
      const found = await repositories.text(repository, used, ref);
      if (found !== null) read.push({ path: used, text: found });
    }
  }
  return null;
}

/** `uses: slipway/slipway/actions/orchestrate-chain@v1`, in whichever of YAML's ways to write it. */
const orchestrating = /\buses["']?\s*:\s*["']?[^\s"'#,}]*\borchestrate-chain(?=[@/\s"',}]|$)/;

/** `uses: ./.github/workflows/release.yml`, or the folder of an action, which may be the repository itself. */
function filesUsedBy(text: string): readonly string[] {
  const local = text.matchAll(/\buses["']?\s*:\s*["']?\.\/(?<path>[^\s"'#,}]*)/g);
  return [...local].flatMap(({ groups }) => {
    const names = (groups?.['path'] ?? '').split('/').filter((name) => name !== '' && name !== '.');
    if (names.includes('..')) return [];
    if (/\.ya?ml$/.test(names.at(-1) ?? '')) return [names.join('/')];
    return ['action.yml', 'action.yaml'].map((file) => [...names, file].join('/'));
  });
}
