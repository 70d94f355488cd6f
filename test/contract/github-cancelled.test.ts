import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sentence } from '@slipway/domain';
import { withDouble } from '@slipway/github-double';
import { cancelOnGithub, fulfilOnGithub, type GithubWish } from '@slipway/operations/orchestrate-chain';
import { acme, delivering, manifestOf, names, pair, portsOn, wishOf } from './a-github-chain.js';
import { unsteered } from './a-job.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-cancelled-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const minute = 60_000;

const wished = async (part: Partial<GithubWish> = {}) => wishOf({ manifest: await manifestOf(pair), ...part });

/** What the owner is told that builds, or restarts beside it, while `other` does what it does ten minutes later. */
const whileBuilding = (other: 'cancel' | 'restart') =>
  withDouble(acme(), async (double) => {
    for (const name of names)
      double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run, { takes: '30m' }));
    const control = portsOn(double, {
      folder: join(folder, 'control'),
      owner: { repository: 'acme/releases', runId: 2, attempt: 1, job: 'control' },
      isAlive: async () => 'alive',
    });
    const begun = double.clock.now();
    const later = async () => {
      await double.clock.sleep(10 * minute);
      if (other === 'cancel') return void (await cancelOnGithub(control, await wished(), unsteered()));
      await fulfilOnGithub('prepare', control, await wished({ begin: 'restart' }), unsteered());
    };
    const owner = fulfilOnGithub(
      'prepare',
      portsOn(double, { folder: join(folder, 'owner') }),
      await wished(),
      unsteered(),
    );
    const [report] = await double.drive(Promise.all([owner, later()]));
    const when = new Date(begun + 10 * minute).toISOString().slice(0, 16).replace('T', ' ');
    return { report, when };
  });

test.each(['cancel', 'restart'] as const)(
  'whoever built when somebody else cancelled is told who that was, when, and what can be done now: %s',
  async (other) => {
    const { report, when } = await whileBuilding(other);

    expect(report.status).toBe('cancelled');
    expect(report.findings.map(sentence)).toEqual([
      `set-1.1: job control of run 2 (attempt 1) in acme/releases cancelled this chain run, ${when} UTC; give the command retry to go on with it, or --restart to begin the next chain run under this tag`,
    ]);
  },
);
