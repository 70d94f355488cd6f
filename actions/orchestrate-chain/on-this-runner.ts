import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { ActionResult, ActionShell } from '@slipway/action-kit';
import { type Finding, ReleaseError } from '@slipway/domain';
import type { ManifestFile } from '@slipway/host/manifest-file';
import { buildChain, type BuildWish, newestRun, planChain, readDurations } from '@slipway/operations/orchestrate-chain';
import type { Ledger } from '@slipway/operations/ports';
import type { Wish } from './inputs.js';
import { narrator } from './narrator.js';
import { buildResult, planResult, statusResult } from './result.js';

/** Milliseconds that a build may take to end when the job is cancelled: the runner gives all of us 7.5 seconds. */
const grace = 4_000;

/** The builder `local`. A plan is the same wherever it is built. */
export async function onThisRunner(wish: Wish, file: ManifestFile, shell: ActionShell): Promise<ActionResult> {
  switch (wish.command) {
    case 'build':
      return build(wish, file, shell);
    case 'plan':
      return plan(wish, file);
    case 'status':
      return status(file);
    default:
      throw new ReleaseError([notHere(wish)]);
  }
}

const notHere = ({ command }: Wish): Finding => ({
  code: 'bad-input',
  severity: 'error',
  what: `the builder local has no command ${command}`,
  where: 'input command',
  remedy: 'write build, plan or status, or leave builder out',
});

async function build(wish: Wish, file: ManifestFile, shell: ActionShell): Promise<ActionResult> {
  const { localPorts } = await import('@slipway/host');
  const narration = narrator(shell.log);
  const ports = localPorts({
    ...locationsOf(wish, file, shell),
    from: 'commits',
    serverUrl: shell.serverUrl,
    environment: shell.environment,
    grace,
    interrupt: shell.interrupt,
    onOutput: narration.output,
  });
  const steering = { interrupt: shell.interrupt, watch: narration.watch };
  const report = await buildChain(ports, buildWish(wish, file), steering).finally(narration.end);
  return buildResult({ ...report, findings: [...file.notices, ...report.findings] }, wish, shell);
}

const locationsOf = ({ out }: Wish, { folder, stateDir, manifest }: ManifestFile, { workspace }: ActionShell) => ({
  manifestDir: folder,
  stateDir,
  out: resolve(workspace, out, manifest.set),
});

const selectionOf = ({ only, skip }: Wish) => ({ only, skip });

const buildWish = (wish: Wish, { manifest, name }: ManifestFile): BuildWish => ({
  manifest,
  file: name,
  selection: selectionOf(wish),
  policy: {
    maxParallel: wish.maxParallel ?? manifest.maxParallel ?? availableParallelism(),
    onFailure: wish.onFailure ?? manifest.onFailure,
  },
  mode: wish.dryRun ? 'dry-run' : 'build',
  reuse: wish.force ? 'none' : 'any',
  from: 'commits',
  existing: 'refuse',
  ownership: 'respect',
});

/** Reads, and writes nothing. */
async function plan(wish: Wish, { manifest, notices, stateDir }: ManifestFile): Promise<ActionResult> {
  const ledger = await ledgerIn(stateDir);
  const durations = ledger ? await readDurations(ledger) : new Map<string, number>();
  const planning = planChain(manifest, selectionOf(wish), durations);
  return planResult(manifest.set, planning, notices);
}

async function status({ manifest, stateDir }: ManifestFile): Promise<ActionResult> {
  const ledger = await ledgerIn(stateDir);
  const newest = ledger && (await newestRun(ledger, manifest.set));
  return statusResult(manifest.set, newest?.run ?? null);
}

/** Without a state there is no need to load what reads it: most of what a plan takes is loading code. */
async function ledgerIn(stateDir: string): Promise<Ledger | null> {
  if (!existsSync(stateDir)) return null;
  const { fileLedger } = await import('@slipway/host');
  return fileLedger(stateDir);
}
