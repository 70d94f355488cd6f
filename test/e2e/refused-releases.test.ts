import { type Double, RealClock } from '@slipway/github-double';
import { acme } from '../contract/a-github-chain.js';
import { annotations, type OnGithub, onGithub, pair, type Texts } from './a-github.js';

const patience = 600_000;

/** A repository beside the chain's, with a workflow as it should not be. */
const building = (triggers: string) =>
  acme()
    .repository('acme/tool')
    .workflow('build.yml', `on: ${triggers}\njobs: { build: { runs-on: ubuntu-latest, steps: [{ run: make }] } }\n`);

const tool = pair.replace(/^core[^]*?\[slipway\]/m, 'tool = "1.0.0"\n[slipway]\nref = "main"');
const contract = 'slipway-marker: {}, slipway: {}';

interface Fault {
  readonly start?: ReturnType<typeof acme>;
  readonly manifest?: string;
  /** What is so before the step begins. */
  readonly given?: (scene: OnGithub) => Promise<unknown>;
  readonly inputs?: (double: Double) => Texts;
  readonly env?: Texts;
  readonly says: readonly (string | RegExp)[];
}

const restricted = (permissions: Texts, repositories: 'all' | readonly string[] = 'all') => ({
  inputs: (double: Double) => ({
    token: double.token({ kind: 'fine-grained', user: 'ada', repositories, permissions }),
  }),
});

const faults: Readonly<Record<string, Fault>> = {
  'no such repository': {
    manifest: `${pair}[slipway.components]\napp = { repository = "acme/aap" }\n`,
    says: [
      'app (acme/aap): there is no such repository, or the token may not see it; check the name, and give the token access to it (contents: read at least)',
    ],
  },
  'no such workflow': {
    manifest: `${pair}[slipway.components]\napp = { workflow = "biuld.yml" }\n`,
    says: ['app (acme/app): there is no workflow biuld.yml on main; did you mean build.yml?'],
  },
  'an address that is none': {
    env: { GITHUB_API_URL: 'not a url' },
    says: [/^GITHUB_API_URL: "not a url" is no address of a GitHub; set it to .*https:\/\/api\.github\.com/],
  },
  'no such ref': {
    manifest: `${pair}ref = "mian"\n`,
    says: [
      'app (acme/app): there is no branch or tag mian, on which build.yml is to be started; correct ref in the manifest, or leave it out for the default branch',
      /^core \(acme\/core\): there is no branch or tag mian/,
    ],
  },
  'a commit as ref': {
    manifest: tool.replace('"main"', '"COMMIT"'),
    start: building(`{ workflow_dispatch: { inputs: { ${contract} } } }`),
    given: async ({ double, write }) =>
      write(
        tool
          .replace('"main"', `"${double.world.repository('acme/tool')?.git.refs.get('refs/heads/main') ?? ''}"`)
          .replace('"1.0.0"', '{ version = "1.0.0", git_tag = "v1.0.0" }'),
      ),
    says: [
      /ref is the commit [0-9a-f]{40}, and GitHub starts workflows on branches and tags only; give a branch or tag/,
    ],
  },
  'no such tag': {
    manifest: pair.replace('{ version = "1.0.0"', '{ version = "1.0.0", git_tag = "v9.0.0"'),
    says: [/^app \(.*acme\/app\.git\): there is no tag v9\.0\.0; correct git_tag \(the repository has v1\.0\.0\)/],
  },
  'no such input': {
    manifest: `${pair}[slipway.components]\napp = { inputs = { target = "x86" } }\n`,
    says: [/^app \(acme\/app\): build\.yml declares no input target, which would be sent; declare it/],
  },
  'an input that nobody gives': {
    start: building(`{ workflow_dispatch: { inputs: { ${contract}, target: { required: true } } } }`),
    manifest: tool,
    says: [
      'tool (acme/tool): build.yml requires the input target, which is not sent; add target to inputs in the manifest',
    ],
  },
  'a callee without the contract': {
    start: building('workflow_dispatch'),
    manifest: tool,
    says: [
      /build\.yml declares no input slipway-marker, which would be sent; declare it, or give collect and inputs for a repository without the callee contract/,
      /build\.yml declares no input slipway, which would be sent/,
    ],
  },
  'a workflow that nobody can start': {
    start: building('push'),
    manifest: tool,
    says: [
      'tool (acme/tool): build.yml cannot be started: it has no workflow_dispatch; add workflow_dispatch to its triggers',
    ],
  },
  'a workflow that is disabled': {
    given: ({ ask }) => ask('PUT', '/repos/acme/core/actions/workflows/build.yml/disable'),
    says: ['core (acme/core): build.yml is disabled; enable it: gh workflow enable build.yml'],
  },
  'nobody listens to the event': {
    manifest: pair.replace('workflow = "build.yml"', 'event = "slipway-bulid"'),
    says: [/^app .*no active workflow listens to repository_dispatch of type slipway-bulid; add/, /^core /],
  },
  'two workflows listen to the event': {
    start: building('{ repository_dispatch: { types: [slipway-build] } }').workflow(
      'other.yml',
      'on: { repository_dispatch: { types: [slipway-build] } }\njobs: { build: { runs-on: x, steps: [{ run: make }] } }',
    ),
    manifest: tool.replace('workflow = "build.yml"', 'event = "slipway-build"'),
    says: [/^tool \(acme\/tool\): 2 workflows listen to slipway-build: build\.yml, other\.yml; /],
  },
  'a token that may not write where the release is': {
    ...restricted({ actions: 'write', contents: 'read' }),
    says: [
      'acme/releases: needs contents: write on acme/releases (403 Resource not accessible by personal access token); give the token this permission',
    ],
  },
  'a token that GitHub does not know': {
    inputs: () => ({ token: 'ghp_nonsense' }),
    says: [
      'acme/releases: GitHub does not accept the token (401 Bad credentials); give one that is valid: it may have expired',
    ],
  },
  "a workflow's own token, for components elsewhere": {
    inputs: (double) => ({
      token: double.token({
        kind: 'workflow',
        repository: 'acme/releases',
        permissions: { actions: 'write', contents: 'write' },
      }),
    }),
    says: [
      'app (acme/app): the token needs actions: write on acme/app; give it app-id and app-private-key of an App that is installed there and may, or a token that may',
      /^core \(acme\/core\): the token needs actions: write on acme\/core/,
    ],
  },
  'a tag that is taken': {
    given: async ({ ask, double }) => {
      const sha = double.world.repository('acme/releases')?.git.refs.get('refs/heads/main');
      await ask('POST', '/repos/acme/releases/git/refs', { ref: 'refs/tags/set-1', sha });
    },
    env: { GITHUB_SHA: '1'.repeat(40) },
    says: [
      /^acme\/releases: the tag set-1 is at [0-9a-f]{40}, and 1{40} is to be released; start at that tag to release what it is at, or choose another one$/,
    ],
  },
  'a release that somebody made': {
    given: ({ ask }) => ask('POST', '/repos/acme/releases/releases', { tag_name: 'set-1', name: 'by hand' }),
    says: [
      /^release set-1: a public release has this tag already, and this run did not make it \(http.*\); choose another tag, or delete that release if nobody needs it$/,
    ],
  },
  'no environment': {
    inputs: () => ({ unattended: 'false' }),
    says: [
      'acme/releases: there is no environment release; make it, with reviewers, under Settings → Environments; or give unattended: true',
    ],
  },
  'an environment that asks nobody': {
    start: acme().repository('acme/x'),
    given: ({ ask }) => ask('PUT', '/repos/acme/releases/environments/release', {}),
    inputs: () => ({ unattended: 'false' }),
    says: [
      'acme/releases: the environment release has no reviewers, so that nobody would be asked; give it reviewers, or give unattended: true',
    ],
  },
};

test.each(Object.entries(faults))(
  '%s: one clear message each, and nothing is done',
  (_, { start = acme(), manifest = pair, given, inputs, env = {}, says }) =>
    onGithub(start, async (scene) => {
      scene.write(manifest);
      await given?.(scene);
      scene.done();

      const end = await scene.step(inputs?.(scene.double) ?? {}, env);

      expect(annotations(end)).toEqual(
        says.map((said) => (said instanceof RegExp ? expect.stringMatching(said) : said)),
      );
      expect(end).toMatchObject({ code: 1, outputs: { status: 'refused' } });
      expect(end.summary).toMatch(/refused/i);
      expect(scene.done()).toEqual([]);
    }),
  patience,
);

test('all that is wrong is told at once, and at a terminal in its own words, with the exit code of bad input', () =>
  onGithub(acme(), async ({ release, write, done }) => {
    write(`${pair}[slipway.components]\ncore = { workflow = "biuld.yml" }\napp = { repository = "acme/aap" }\n`);
    done();

    const { code, out, err } = await release();

    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.match(/^error: /gm)).toHaveLength(3);
    expect(err).toContain('error: core (acme/core): there is no workflow biuld.yml on main; did you mean build.yml?');
    expect(err).toContain('error: app (acme/aap): there is no such repository, or the token may not see it');
    expect(err).toMatch(/there is no environment release; make it, with reviewers, .*; or give --unattended\n/);
    expect(done()).toEqual([]);
  }));

test.each([
  [
    'http://127.0.0.1:47',
    'acme/releases: http://127.0.0.1:47 cannot be reached (ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:47); check the address and the proxy, then run again',
  ],
  [
    'https://api.nowhere.invalid',
    expect.stringMatching(
      /^acme\/releases: https:\/\/api\.nowhere\.invalid cannot be reached \((ENOTFOUND|EAI_AGAIN).*\); check the address/,
    ),
  ],
])('an API at %s that cannot be reached', (address, said) =>
  onGithub(
    acme(),
    async ({ step }) => {
      const end = await step({}, { GITHUB_API_URL: address });

      expect(end).toMatchObject({ code: 1, outputs: { status: 'refused' } });
      expect(annotations(end)).toEqual([said]);
    },
    { clock: new RealClock() },
  ),
);
