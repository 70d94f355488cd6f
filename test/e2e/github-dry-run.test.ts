import { readdirSync, readFileSync } from 'node:fs';
import { writtenSince } from '../contract/a-dry-run.js';
import { acme } from '../contract/a-github-chain.js';
import { type OnGithub, onGithub } from './a-github.js';

/** What it comes to, having written nothing to GitHub, nor to the folder but what the runner itself has there. */
async function dry<Ending>({ double, folder }: OnGithub, work: () => Promise<Ending>): Promise<Ending> {
  const before = double.log.entries.length;
  const files = filesIn(folder);
  const ending = await work();
  expect(double.log.entries.length).toBeGreaterThan(before);
  expect(writtenSince(double, before)).toEqual([]);
  expect(filesIn(folder)).toEqual(files);
  return ending;
}

const filesIn = (folder: string) => readdirSync(folder).filter((name) => !name.startsWith('.runner-temp'));

const list = [
  ' 1  POST /repos/acme/core/actions/workflows/build.yml/dispatches {"ref":"main","inputs":{"slipway-marker":"set-1.1/core/1","slipway":{"contract":1,"component":"core","version":"1.0.0","tag":"v1.0.0","set":"set-1","commit":',
  ' 2  POST /repos/acme/app/actions/workflows/build.yml/dispatches {"ref":"main","inputs":{"slipway-marker":"set-1.1/app/1",',
  ' 3  POST /repos/acme/releases/releases {"name":"set-1","body":"…","prerelease":false,"tag_name":"set-1","draft":true',
  ' 4  POST /repos/acme/releases/releases/{release-id}/assets?name=app-1.0.0.tar.gz',
  ' 5  POST /repos/acme/releases/releases/{release-id}/assets?name=core-1.0.0.tar.gz',
  ' 6  POST /repos/acme/releases/releases/{release-id}/assets?name=SHA256SUMS',
].map((text) => text.trim());

const title =
  'nothing was sent; would send these 6 requests, in this order (and at every step write the state, in refs/slipway/';

test(
  'a dry run prints what it would send, at the terminal, in the log, in the summary and in the report, and writes nothing',
  () =>
    onGithub(acme(['core', 'app']), async (scene) => {
      const { release, step } = scene;

      const terminal = await dry(scene, () => release('prepare', '--dry-run', '--unattended'));
      const json = await dry(scene, () => release('prepare', '--dry-run', '--unattended', '--json'));
      const action = await dry(scene, () => step({ 'dry-run': 'true' }));

      expect([terminal, json, action].map(({ code }) => code)).toEqual([0, 0, 0]);
      expect(terminal.out).toContain(`\n${title}`);
      expect(action.log).toContain(`::group::${title}`);
      expect(action.summary).toContain(title.slice(1));
      for (const line of list) {
        expect(terminal.out).toContain(`\n  ${line}`);
        expect(action.log).toContain(`\n${line}`);
        expect(action.summary).toContain(`\n    ${line}`);
      }
      const requests = JSON.parse(json.out).requests;
      expect(requests).toMatchObject(list.map(() => ({ method: 'POST' })));
      expect(action.outputs['status']).toBe('planned');
      expect(JSON.parse(readFileSync(action.outputs['report'] ?? '', 'utf8'))).toMatchObject({ requests });
    }),
  600_000,
);

test(
  'a dry cancel of what is prepared prints the draft that it would delete, shows no progress, and leaves all as it is',
  () =>
    onGithub(acme(['core', 'app']), async (scene) => {
      const { release, step, ask } = scene;
      await release('prepare', '--unattended');
      const [draft, ...others] = await ask('GET', '/repos/acme/releases/releases');
      const line = `1  DELETE /repos/acme/releases/releases/${draft.id}`;

      const terminal = await dry(scene, () => release('cancel', '--dry-run'));
      const action = await dry(scene, () => step({ command: 'cancel', 'dry-run': 'true' }));
      const restart = await dry(scene, () => release('prepare', '--dry-run', '--restart', '--unattended'));

      expect(others).toEqual([]);
      expect(terminal.out).toMatch(
        /^set-1\.1: would be cancelled here, as nobody drives it\n\nnothing was sent; would send this request/,
      );
      expect(terminal.out).toContain(`\n  ${line}\n`);
      expect(action.log).toContain(`\n${line}\n`);
      expect(action.log).toContain(
        '::notice::set-1.1: a dry run: would be cancelled here, as nobody drives it; nothing was done',
      );
      expect(action.outputs['status']).toBe('planned');
      expect(restart.out).toMatch(/^set-1: 2 components/);
      expect(restart.out).toMatch(
        new RegExp(`would send these 7 requests.*\n  ${line}\n  2  POST /repos/acme/core/actions`),
      );
      const after = await ask('GET', '/repos/acme/releases/releases');
      expect(after.map(({ id }: { id: number }) => id)).toEqual([draft.id]);
    }),
  600_000,
);
