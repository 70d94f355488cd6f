import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Double, withDouble, world } from '@slipway/github-double';
import { type GithubReport, prepareOnGithub, publishOnGithub } from '@slipway/operations/orchestrate-chain';
import { delivering, manifestOf, portsOn, wishOf } from './a-github-chain.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-limits-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** So many at once are looked at by queries, and no query is free. */
const names = ['one', 'two', 'three', 'four', 'five', 'six'];

const buildYaml = `
run-name: \${{ inputs.slipway-marker }}
on: { workflow_dispatch: { inputs: { slipway-marker: {}, slipway: {} } } }
jobs: { build: { runs-on: ubuntu-latest, steps: [{ run: make }] } }
`;

const situation = () =>
  names.reduce<ReturnType<typeof world>>(
    (builder, name) => builder.repository(`acme/${name}`, { tags: ['v1.0.0'] }).workflow('build.yml', buildYaml),
    world()
      .organisation('acme', { owners: ['ada'] })
      .repository('acme/releases'),
  );

const text = `
[release_set]
id = "set-1"
[versions]
${names.map((name) => `${name} = { version = "1.0.0", binaries = ["${name}"] }`).join('\n')}
[slipway]
owner = "acme"
workflow = "build.yml"
`;

async function release(double: Double): Promise<readonly GithubReport[]> {
  for (const name of names)
    double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run, { takes: '130m' }));
  const wish = await wishOf({ manifest: await manifestOf(text) });
  const steering = { interrupt: new AbortController().signal, watch: () => {} };
  const prepared = await double.drive(prepareOnGithub(portsOn(double, { folder }), wish, steering));
  const published = await double.drive(publishOnGithub(portsOn(double, { folder: join(folder, 'publish') }), wish));
  return [prepared, published];
}

const refused = (double: Double) => double.log.entries.filter(({ status }) => status === 403 || status === 429);

/** Of each limit: REST's and GraphQL's. */
const anHour = (requests: number) => ({
  limits: {
    primary: { anonymous: 0, classic: requests, 'fine-grained': 0, installation: 0, workflow: 0, app: 0 },
  },
});

test('with sixty requests an hour a release of six builds is watched more slowly, told so, and never refused', () =>
  withDouble(
    situation(),
    async (double) => {
      const [prepared, published] = await release(double);

      expect(prepared).toMatchObject({
        status: 'prepared',
        findings: [
          {
            severity: 'notice',
            what: expect.stringMatching(/^builds were looked at every .* of its 60 requests an hour left$/),
          },
        ],
      });
      expect(published).toMatchObject({ status: 'published' });
      expect(refused(double)).toEqual([]);
    },
    anHour(60),
  ));

test('with the usual limits nothing is slowed down, and nothing said', () =>
  withDouble(situation(), async (double) => {
    const [prepared] = await release(double);

    expect(prepared).toMatchObject({ status: 'prepared', findings: [] });
    expect(double.log.entries.filter(({ route }) => route === 'POST /graphql').length).toBeGreaterThan(60);
  }));
