import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Double, executes, RealClock, withDouble } from '@slipway/github-double';
import { asAda, ended, type Ended, exampleRepositories, onActions, onGithub, publishedActions } from './callees.js';

const patience = 1_200_000;
const root = join(import.meta.dirname, '../..');
const home = 'commons/releases';
const page = readFileSync(join(root, 'docs/github.md'), 'utf8');

/** A workflow as the page prints it. */
function printed(path: string): string {
  const [, yaml = ''] = new RegExp(`<!-- workflow ${path} -->\n\n\`\`\`yaml\n(.*?)\`\`\`\n`, 's').exec(page) ?? [];
  return yaml;
}

/** The six repositories of the example, and no more said of how they are built than the page says. */
const manifest = readFileSync(join(root, 'examples/bitcoin-commons/versions.toml'), 'utf8').replace(
  /^# What Slipway adds[^]*$/m,
  '[slipway]\nowner = "commons"\nworkflow = "build.yml"\n',
);

/** Starts the printed orchestrator by hand, with dry-run, as the page's last step says. */
async function dryRun(given: { readonly environment: 'made' | 'forgotten' }): Promise<Ended & { double: Double }> {
  const secrets: Record<string, string> = {};
  const execution = { ...onActions(publishedActions()), secrets };
  const repository = onGithub(exampleRepositories(), execution)
    .repository(home, { private: true, files: { 'versions.toml': manifest } })
    .workflow('release_orchestrator.yml', printed('.github/workflows/release_orchestrator.yml'))
    .workflow('release_control.yml', printed('.github/workflows/release_control.yml'))
    .having(executes('release_orchestrator.yml', execution));
  const start = given.environment === 'made' ? repository.environment('release', { reviewers: ['ada'] }) : repository;
  return withDouble(
    start,
    async (double) => {
      secrets['SLIPWAY_TOKEN'] = double.token({ kind: 'classic', user: 'ada' });
      const path = `/repos/${home}/actions/workflows/release_orchestrator.yml/dispatches`;
      const inputs = { tag: 'set-2025-01A', 'dry-run': 'true' };
      const { workflow_run_id: id } = await asAda(double)('POST', path, {
        ref: 'main',
        inputs,
        return_run_details: true,
      });
      return { ...(await ended(double, home, id)), double };
    },
    { clock: new RealClock(10) },
  );
}

test(
  'whoever has copied the files of the page, and has six repositories, is told by a dry run that all is there, or what is not',
  async () => {
    const ready = await dryRun({ environment: 'made' });
    const forgotten = await dryRun({ environment: 'forgotten' });

    expect({ ...ready, double: null, log: ready.conclusion === 'success' ? '' : ready.log }).toMatchObject({
      conclusion: 'success',
      log: '',
    });
    expect(forgotten.conclusion).toBe('failure');
    expect(forgotten.log).toContain('commons/releases: there is no environment release; make it, with reviewers');
    for (const { double } of [ready, forgotten])
      expect(double.log.effects().filter(({ kind }) => !/^run-(started|cancelled)/.test(kind))).toEqual([]);
  },
  patience,
);
