import type { RemoteRepositories, RepositoryName } from '../../../ports/index.js';

/** How many files are read at most: who needs more to come to orchestrate-chain will see it refuse to start itself. */
const most = 20;

export interface WorkflowText {
  /** In its repository. */
  readonly path: string;
  readonly text: string;
}

/** A file as it stands at a ref of the repository. */
interface FileAt {
  readonly path: string;
  readonly ref: string;
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
  const named = ({ path, ref: at }: FileAt): string => (at === ref ? path : `${path}@${at}`);
  const known = new Set([workflow.path]);
  const read = [{ ...workflow, ref }];
  for (const { text, ...file } of read) {
    const live = text.replace(/^\s*#.*$/gm, '');
    if (orchestrating.test(live)) return named(file);
    for (const used of filesUsedBy(live, repository, file.ref)) {
      if (known.has(named(used)) || known.size >= most) continue;
      known.add(named(used));
      const found = await repositories.text(repository, used.path, used.ref);
      if (found !== null) read.push({ ...used, text: found });
    }
  }
  return null;
}

/** `uses: slipway/slipway/actions/orchestrate-chain@v1`, in whichever of YAML's ways to write it. */
const orchestrating = /\buses["']?\s*:\s*["']?[^\s"'#,}]*\borchestrate-chain(?=[@/\s"',}]|$)/;

/** `uses: ./.github/workflows/release.yml`, or `acme/set/.github/workflows/release.yml@v1` in acme/set; or the folder of an action, which may be the repository itself. */
function filesUsedBy(text: string, { owner, repo }: RepositoryName, ref: string): readonly FileAt[] {
  const used = text.matchAll(/\buses["']?\s*:\s*["']?(?<what>[^\s"'#,}]+)/g);
  return [...used].flatMap(({ groups }) => {
    const [path = '', at = ref] = (groups?.['what'] ?? '').split('@');
    const [first = '', second = '', ...rest] = path.split('/');
    const isNamed = `${first}/${second}`.toLowerCase() === `${owner}/${repo}`.toLowerCase();
    if (first !== '.' && !isNamed) return [];
    const names = (isNamed ? rest : [second, ...rest]).filter((name) => name !== '' && name !== '.');
    if (names.includes('..')) return [];
    const files = /\.ya?ml$/.test(names.at(-1) ?? '')
      ? [names]
      : ['action.yml', 'action.yaml'].map((file) => [...names, file]);
    return files.map((parts) => ({ path: parts.join('/'), ref: at }));
  });
}
