import { type Finding, memoised } from '@slipway/domain';
import pMap from 'p-map';
import type { Manifest } from '../orchestrate-chain/manifest/manifest.js';
import { checkTools } from '../orchestrate-chain/tools.js';
import type { CheckoutChange, Checkouts, Machine } from '../ports/index.js';
import { planCheckout, planForwarding, type Step, type WantedCheckout, wantedCheckouts } from './plan.js';
import type { CheckoutReport, SetupReport } from './report.js';
import { toolFinding, toolReports } from './tool-reports.js';

export type * from './report.js';
export { setupText } from './text.js';

export interface SetupPorts {
  readonly checkouts: Checkouts;
  readonly machine: Pick<Machine, 'toolVersion'>;
}

export interface SetupWish {
  readonly manifest: Pick<Manifest, 'set' | 'components'>;
  /** Absolute folder of the manifest. */
  readonly manifestDir: string;
}

/** Enough to keep the network busy, few enough not to flood a server. */
const atOnce = 4;

/** Clones or updates what the manifest names, and tells what is missing. Safe to repeat: uncommitted work is never touched. */
export async function setupCheckouts(ports: SetupPorts, wish: SetupWish): Promise<SetupReport> {
  const { manifestDir, manifest } = wish;
  const { set, components } = manifest;
  // Components may be folders of one checkout.
  const update = memoised((root) => updated(ports.checkouts, root));
  const work = { checkouts: ports.checkouts, manifestDir, update };
  const checkouts: Done[] = [];
  for (const wanted of byDepth(wantedCheckouts(components, manifestDir)))
    checkouts.push(...(await pMap(wanted, (one) => setUp(work, one), { concurrency: atOnce })));
  const tools = toolReports(await checkTools(components, ports.machine));
  const findings = [...checkouts.flatMap(({ finding }) => finding ?? []), ...tools.flatMap(toolFinding)];
  return {
    schema: 1,
    outcome: findings.length > 0 ? 'lacking' : 'ready',
    set,
    checkouts: checkouts.map(({ report }) => report),
    tools,
    findings,
  };
}

/** What may lie in another checkout comes after it. */
function byDepth(wanted: readonly WantedCheckout[]): readonly (readonly WantedCheckout[])[] {
  const depthOf = ({ path }: WantedCheckout): number => path.split('/').length;
  const depths = [...new Set(wanted.map(depthOf))].toSorted((a, b) => a - b);
  return depths.map((depth) => wanted.filter((one) => depthOf(one) === depth));
}

interface Done {
  readonly report: CheckoutReport;
  readonly finding: Finding | null;
}

interface Work {
  readonly checkouts: Checkouts;
  readonly manifestDir: string;
  readonly update: (root: string) => Promise<Outcome>;
}

async function setUp(work: Work, wanted: WantedCheckout): Promise<Done> {
  const step = planCheckout(wanted, await work.checkouts.look(wanted.path), work.manifestDir);
  const outcome = await carryOut(work, wanted, step);
  const { path, components } = wanted;
  const report = { path, components, status: outcome.status, told: outcome.told };
  return { report, finding: outcome.status === 'failed' ? failure(wanted, outcome) : null };
}

interface Outcome extends Pick<CheckoutReport, 'status' | 'told'> {
  readonly remedy?: string;
}

async function carryOut({ checkouts, update }: Work, { path }: WantedCheckout, step: Step): Promise<Outcome> {
  switch (step.type) {
    case 'leave':
      return { status: 'left', told: step.why };
    case 'refuse':
      return { status: 'failed', told: step.why, remedy: step.remedy };
    case 'clone':
      return outcomeOf(await checkouts.clone(step.repository, path), { status: 'cloned', told: step.repository });
    case 'update':
      return update(step.root);
  }
}

async function updated(checkouts: Checkouts, root: string): Promise<Outcome> {
  if (!(await checkouts.hasRemote(root))) return { status: 'left', told: 'it has no remote to fetch from' };
  const fetched = await checkouts.fetch(root);
  if (fetched.status === 'failed') return outcomeOf(fetched, { status: 'current', told: '' });
  const standing = await checkouts.standing(root);
  if (standing === null) return { status: 'left', told: 'git cannot tell how it stands' };
  const forwarding = planForwarding(standing);
  switch (forwarding.type) {
    case 'leave':
      return { status: 'left', told: forwarding.why };
    case 'current':
      return { status: 'current', told: '' };
    case 'forward': {
      const moved = await checkouts.forward(root);
      const told = `${forwarding.branch}, commits forward: ${forwarding.commits}`;
      return moved.status === 'done' ? { status: 'updated', told } : { status: 'left', told: moved.complaint };
    }
  }
}

const outcomeOf = (change: CheckoutChange, done: Outcome): Outcome =>
  change.status === 'done' ? done : { status: 'failed', told: change.complaint };

const failure = ({ path, components }: WantedCheckout, { told, remedy }: Outcome): Finding => ({
  code: 'unavailable',
  severity: 'error',
  what: told,
  where: `${components.join(', ')} (${path})`,
  remedy: remedy ?? 'correct the repository, or see that git may read it; then run the same command again',
});
