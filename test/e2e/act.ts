import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pythonTool } from '../fixtures/python-tool.js';

const root = join(import.meta.dirname, '../..');
const standIns = join(root, 'test/fixtures/stand-ins');

export interface WorkflowStart {
  /** A git repository with a commit; what it does not have committed is not there for its jobs. */
  readonly repository: string;
  /** Its path in the repository. */
  readonly workflow: string;
  readonly event: 'push' | 'pull_request' | 'workflow_dispatch';
  /** The event's document. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface WorkflowEnd {
  readonly code: number;
  /** By job; jobs that were skipped are missing. */
  readonly jobs: Readonly<Record<string, string>>;
  /** By step id, then by name. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly summaries: readonly string[];
  readonly annotations: readonly { readonly severity: string; readonly text: string }[];
  /** What the jobs printed, and what act had to say. */
  readonly log: string;
}

/** Runs a workflow on this machine as GitHub's runner would, with stand-ins for the actions of others. Nothing of our environment gets in. */
export async function runWorkflow(start: WorkflowStart): Promise<WorkflowEnd> {
  const folder = mkdtempSync(join(tmpdir(), 'act-'));
  try {
    const event = join(folder, 'event.json');
    writeFileSync(event, JSON.stringify(start.payload));
    const { code, out, err } = await run(argumentsFor(start, event), start.repository, folder);
    return { code, ...told(out), log: `${logOf(out)}\n${err}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function argumentsFor({ workflow, event, env = {}, repository }: WorkflowStart, payload: string): readonly string[] {
  const variables = { NO_COLOR: '1', GITHUB_REPOSITORY: 'acme/releases', ORIGIN: repository, ...env };
  return [
    event,
    `--workflows=${workflow}`,
    `--eventpath=${payload}`,
    '--platform=ubuntu-latest=-self-hosted',
    '--secret=GITHUB_TOKEN=tok-4f1c9a7e',
    '--env-file=.none',
    '--no-cache-server',
    '--json',
    '--rm',
    ...Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...foreignActions(repository).flatMap((uses) => ['--local-repository', `${uses}=${standInFor(uses)}`]),
  ];
}

/** act clones what it has no stand-in for, so each pin has to be named as it stands in the workflows. */
const foreignActions = (repository: string): readonly string[] => {
  const folder = join(repository, '.github/workflows');
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  return [
    ...new Set(
      texts.flatMap((text) => [...text.matchAll(/uses: ([\w-]+\/[\w/-]+@\w+)/g)].map(([, uses = '']) => uses)),
    ),
  ];
};

const standInFor = (uses: string): string => join(standIns, /\/([\w-]+)@/.exec(uses)?.[1] ?? '');

function run(args: readonly string[], cwd: string, home: string) {
  const PATH = [join(root, 'node_modules/node/bin'), process.env['PATH']].join(delimiter);
  const env = { PATH, HOME: home, ACT_DISABLE_VERSION_CHECK: '1' };
  return new Promise<{ code: number; out: string; err: string }>((resolve, reject) => {
    const child = spawn(pythonTool('act'), args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const text = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (text.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text.err += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, ...text }));
  });
}

/** What we read of a line that `act --json` prints. */
interface Line {
  readonly msg?: string;
  readonly raw_output?: boolean;
  readonly job?: string;
  readonly jobResult?: string;
  readonly stepID?: readonly string[];
  readonly command?: string;
  readonly name?: string;
  readonly arg?: string;
  readonly content?: string;
}

const linesOf = (out: string): readonly Line[] =>
  out.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));

const logOf = (out: string): string =>
  linesOf(out)
    .map(({ msg = '' }) => msg.trimEnd())
    .join('\n');

function told(out: string): Pick<WorkflowEnd, 'jobs' | 'outputs' | 'summaries' | 'annotations'> {
  const jobs: Record<string, string> = {};
  const outputs: Record<string, Record<string, string>> = {};
  const summaries: string[] = [];
  const annotations: { severity: string; text: string }[] = [];
  for (const { job = '', jobResult, command, name = '', arg = '', stepID = [], content } of linesOf(out)) {
    if (jobResult !== undefined) jobs[job.split('/').at(-1) ?? job] = jobResult;
    if (command === 'set-output') (outputs[stepID.join('/')] ??= {})[name] = arg;
    if (command === 'summary' && content) summaries.push(content);
    if (command === 'error' || command === 'warning' || command === 'notice')
      annotations.push({ severity: command, text: arg });
  }
  return { jobs, outputs, summaries, annotations };
}
