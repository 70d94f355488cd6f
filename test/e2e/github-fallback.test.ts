import { readFileSync } from 'node:fs';
import { acme, delivering } from '../contract/a-github-chain.js';
import { disable, former } from '../contract/a-former-workflow.js';
import { onGithub, type Texts } from './a-github.js';

test(
  'the action starts the former workflow where the next build cannot be started any more, and tells it everywhere',
  () =>
    onGithub(acme().repository('acme/set').workflow('former.yml', former), async ({ double, step: job }) => {
      double.runs.script('acme/core', 'build.yml', (run) => {
        void disable(double, 'acme/app', 'build.yml');
        return delivering(run);
      });
      const step = (inputs: Texts) =>
        job(inputs, {
          GITHUB_REPOSITORY: 'acme/set',
          GITHUB_WORKFLOW_REF: 'acme/set/.github/workflows/running.yml@refs/heads/main',
        });

      const itself = await step({ 'fallback-workflow': 'running.yml' });
      const fallen = await step({ 'fallback-workflow': 'former.yml' });
      const again = await step({});
      const status = await step({ command: 'status' });

      const [run, ...others] = double.runs.of('acme/set');
      const url = `${double.urls.server}/acme/set/actions/runs/${run?.id}`;
      expect(itself).toMatchObject({ code: 1, outputs: { status: 'refused', 'fallback-url': '' } });
      expect(itself.log).toContain('running.yml is the workflow that orchestrates: it would start itself');
      expect(run?.inputs).toEqual({ version: 'set-1', fallback: 'true' });
      expect(others).toEqual([]);
      expect({ ...fallen, log: '' }).toMatchObject({
        code: 1,
        outputs: { status: 'failed', 'chain-run': 'set-1.1', 'fallback-url': url },
        summary: expect.stringContaining(`gh run watch ${run?.id} --repo acme/set`),
      });
      expect(fallen.log).toMatch(new RegExp(`^::error::set-1\\.1: orchestration cannot go on.*${url}`, 'm'));
      expect(JSON.parse(readFileSync(fallen.outputs['report'] ?? '', 'utf8'))).toMatchObject({
        outcome: 'failed',
        fallback: { run: 'set-1.1', workflow: 'former.yml', id: run?.id, url },
      });
      expect(again).toMatchObject({ code: 1, outputs: { status: 'refused', 'fallback-url': url } });
      expect(again.log).toContain('give restart: true to begin the next chain run');
      expect(status).toMatchObject({
        code: 0,
        outputs: { status: 'failed', 'chain-run': 'set-1.1', 'fallback-url': url },
        summary: expect.stringMatching(
          /former\.yml makes the release in its place, since .* UTC: http[^]*gh run watch/,
        ),
      });
      expect(status.log).toMatch(
        /^::notice::set-1\.1: former\.yml makes the release in its place, since .*orchestration could not go on/m,
      );
      expect(JSON.parse(readFileSync(status.outputs['report'] ?? '', 'utf8'))).toMatchObject({
        outcome: 'failed',
        fallback: { workflow: 'former.yml', id: run?.id, url, since: expect.any(Number), why: expect.any(String) },
      });
    }),
  600_000,
);

test(
  'from a terminal, --fallback-workflow does the same: a wrong one is refused, the right one is started once, and status tells of it',
  () =>
    onGithub(acme().repository('acme/set').workflow('former.yml', former), async ({ double, release, done }) => {
      double.runs.script('acme/core', 'build.yml', (run) => {
        void disable(double, 'acme/app', 'build.yml');
        return delivering(run);
      });
      const here = ['--repository', 'acme/set'] as const;
      const prepare = (workflow: string) =>
        release('prepare', ...here, '--unattended', '--fallback-workflow', workflow);

      const itself = await prepare('release_orchestrator.yml');
      const misspelt = await prepare('fromer.yml');
      const before = done();
      const fallen = await prepare('former.yml');
      const again = await prepare('former.yml');
      const status = await release('status', ...here);
      const document = JSON.parse((await release('status', ...here, '--json')).out);

      const [run, ...others] = double.runs.of('acme/set');
      const url = `${double.urls.server}/acme/set/actions/runs/${run?.id}`;
      expect([itself, misspelt, fallen, again, status].map(({ code }) => code)).toEqual([2, 2, 1, 1, 0]);
      expect(itself.err).toContain('release_orchestrator.yml is the workflow that orchestrates: it would start itself');
      expect(misspelt.err).toContain('there is no workflow fromer.yml on main; did you mean former.yml?');
      expect(before).toEqual([]);
      expect(run).toMatchObject({ inputs: { version: 'set-1', fallback: 'true' }, ref: 'refs/heads/main' });
      expect(others).toEqual([]);
      expect(fallen.err).toContain(`former.yml makes the release in its place: ${url}`);
      expect(again.err).toContain(
        'nothing is built beside it; where it is not to make the release, end it, and give --restart',
      );
      expect(status.out).toMatch(
        /\nset-1\.1: failed\n {2}former\.yml makes the release in its place, since .* UTC: http.*\n {2}orchestration could not go on: /,
      );
      expect(document).toMatchObject({
        status: 'failed',
        run: { id: 'set-1.1' },
        fallback: { workflow: 'former.yml', url },
      });
    }),
  600_000,
);
