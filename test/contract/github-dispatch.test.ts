import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dispatchSettingsOf, type Double, withDouble } from '@slipway/github-double';
import { buildOnGithub, type ChainReport, type GithubPorts, newestRun } from '@slipway/operations/orchestrate-chain';
import { acme, alone, delivering, manifestOf, portsOn, wishOf } from './a-github-chain.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-dispatch-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const dispatchRoute = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';

async function build(double: Double, text = alone, ports = portsOn(double, { folder })): Promise<ChainReport> {
  const wish = await wishOf({ manifest: await manifestOf(text) });
  const steering = { interrupt: new AbortController().signal, watch: () => {} };
  return double.drive(buildOnGithub(ports, wish, steering));
}

const coreDelivers = (double: Double) => double.runs.script('acme/core', 'build.yml', (run) => delivering(run));

const asAda = async (double: Double, method: string, path: string, body: object = {}): Promise<void> => {
  const authorization = `Bearer ${double.token({ kind: 'classic', user: 'ada' })}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const address = `${double.urls.api}/repos/acme/core/actions/workflows/build.yml/${path}`;
  const answer = await fetch(address, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
};

const dispatchOf = (double: Double, marker: string): Promise<void> =>
  asAda(double, 'POST', 'dispatches', {
    ref: 'main',
    inputs: { 'slipway-marker': marker, slipway: '{"upstreams":[]}' },
  });

/** Something happens at the very moment of our dispatch. */
function besides(ports: GithubPorts, happens: () => Promise<void>, when: 'before' | 'after' = 'before'): GithubPorts {
  const start: GithubPorts['runs']['start'] = async (...sent) => {
    if (when === 'before') await happens();
    const answer = await ports.runs.start(...sent);
    if (when === 'after') await happens();
    return answer;
  };
  return { ...ports, runs: { ...ports.runs, start } };
}

test('where GitHub does not tell the run, it is found by its marker', async () => {
  await withDouble(acme(), async (double) => {
    coreDelivers(double);
    dispatchSettingsOf(double.world).runDetails = 'refused';

    const report = await build(double);

    expect(report.outcome).toBe('released');
    expect(double.runs.of('acme/core')).toHaveLength(1);
  });
});

test('two runs with one marker are an error that names both, and neither is taken', async () => {
  await withDouble(acme(), async (double) => {
    coreDelivers(double);
    dispatchSettingsOf(double.world).runDetails = 'refused';
    const ports = besides(portsOn(double, { folder }), () => dispatchOf(double, 'set-1.1/core/1'));

    const report = await build(double, alone, ports);

    const [stranger, ours] = double.runs.of('acme/core');
    expect(report).toMatchObject({ outcome: 'failed', builds: [{ component: 'core', status: 'failed' }] });
    const told = JSON.stringify(report.builds);
    expect(told).toContain('two workflow runs carry the marker set-1.1/core/1');
    expect(told).toContain(`actions/runs/${stranger?.id}`);
    expect(told).toContain(`actions/runs/${ours?.id}`);
  });
});

test('the newest run is not taken for ours, whoever sent it', async () => {
  await withDouble(acme(), async (double) => {
    coreDelivers(double);
    dispatchSettingsOf(double.world).runDetails = 'refused';
    const ports = besides(portsOn(double, { folder }), () => dispatchOf(double, 'set-1.1/core/10'), 'after');

    const report = await build(double, alone, ports);

    const [ours, newest] = double.runs.of('acme/core');
    const stored = await double.drive(newestRun(ports.ledger, 'set-1'));
    expect(report.outcome).toBe('released');
    expect(newest?.id).toBeGreaterThan(ours?.id ?? Infinity);
    expect(stored?.run.builds).toMatchObject([{ status: 'succeeded', delivery: { run: ours?.id } }]);
  });
});

test('a dispatch that arrived although its answer was lost is found, and not repeated', async () => {
  await withDouble(acme(), async (double) => {
    coreDelivers(double);
    double.faults.add({ fault: { kind: 'reset-after' }, on: dispatchRoute });

    const report = await build(double);

    expect(report.outcome).toBe('released');
    expect(double.log.count()[dispatchRoute]).toBe(1);
    expect(double.runs.of('acme/core')).toHaveLength(1);
  });
});

test('a dispatch that was lost is looked for, and sent again once it is surely not there', async () => {
  await withDouble(acme(), async (double) => {
    coreDelivers(double);
    double.faults.add({ fault: { kind: 'reset-before' }, on: dispatchRoute });

    const report = await build(double);

    expect(report.outcome).toBe('released');
    expect(double.runs.of('acme/core')).toHaveLength(1);
    const routes = double.log.entries.map(({ route }) => route);
    const [first = -1, second = -1] = routes.flatMap((route, at) => (route === dispatchRoute ? [at] : []));
    expect(routes.slice(first, second)).toContain('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs');
  });
});

test('a run that is not told of for some seconds after its dispatch is not given up, nor built again', async () => {
  await withDouble(acme(), async (double) => {
    coreDelivers(double);
    double.faults.add({ fault: { kind: 'stale', ms: 20_000 }, on: /actions\/runs/, times: 40 });

    const report = await build(double, alone.replace('[slipway]', '[slipway]\nretry-on = "any"'));

    expect(report).toMatchObject({ outcome: 'released', builds: [{ attempts: 1 }] });
    expect(double.runs.of('acme/core')).toHaveLength(1);
  });
});

test('a run that is deleted while it builds is a failed build that says so', async () => {
  await withDouble(acme(), async (double) => {
    coreDelivers(double);
    double.runs.watch(({ kind, run }) => {
      if (kind !== 'completed') return;
      const path = `${double.urls.api}/repos/acme/core/actions/runs/${run.id}`;
      const authorization = `Bearer ${double.token({ kind: 'classic', user: 'ada' })}`;
      void fetch(path, { method: 'DELETE', headers: { authorization } });
    });

    const report = await build(double);

    expect(report.outcome).toBe('failed');
    expect(JSON.stringify(report.builds)).toMatch(/the workflow run \d+ is not there/);
    expect(double.runs.of('acme/core')).toEqual([]);
  });
});

test('a run that no runner takes is cancelled after the queue-timeout, and told as that', async () => {
  await withDouble(acme(), async (double) => {
    double.runs.script('acme/core', 'build.yml', (run) => delivering(run, { queuedFor: '20h' }));

    const report = await build(double, alone.replace('[slipway]', '[slipway]\nattempts = 1'));

    expect(report.outcome).toBe('failed');
    expect(JSON.stringify(report.builds)).toContain('no runner took it within 30 minutes');
    expect(double.runs.of('acme/core').map(({ attempts }) => attempts.at(-1)?.conclusion)).toEqual(['cancelled']);
  });
});

test('a run that a person starts again as it fails is ours all the same', async () => {
  await withDouble(acme(), async (double) => {
    const conclusion = (attempt: number) => (attempt === 1 ? 'failure' : 'success');
    double.runs.script('acme/core', 'build.yml', (run) => delivering(run, { conclusion: conclusion(run.attempt) }));
    double.runs.watch(({ kind, run, attempt }) => {
      if (kind === 'completed' && attempt.number === 1)
        queueMicrotask(() => double.runs.rerun(run.id, { by: 'ada', part: 'failed' }));
    });

    const report = await build(double);

    expect(report.outcome).toBe('released');
    expect(double.runs.of('acme/core').map(({ attempts }) => attempts.length)).toEqual([2]);
    expect(double.log.count()['POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs']).toBeUndefined();
  });
});

const byEvent = alone.replace('workflow = "build.yml"', 'event = "slipway-build"');

test('an event starts a build as a dispatch does, with all that the callee needs', async () => {
  await withDouble(acme(), async (double) => {
    coreDelivers(double);

    const report = await build(double, byEvent);

    expect(report.outcome).toBe('released');
    expect(double.runs.of('acme/core').map(({ event }) => event)).toEqual(['repository_dispatch']);
  });
});

test('an event that was accepted and started nothing is told as that, after the queue-timeout', async () => {
  await withDouble(acme(), async (double) => {
    const ports = besides(portsOn(double, { folder }), () => asAda(double, 'PUT', 'disable'));
    const begun = double.clock.now();

    const report = await build(double, byEvent, ports);

    expect(report.outcome).toBe('failed');
    expect(JSON.stringify(report.builds)).toContain(
      'acme/core accepted the event slipway-build, and no workflow run with set-1.1/core/1 in its title began within 30 minutes',
    );
    expect(double.runs.of('acme/core')).toEqual([]);
    expect(double.clock.now() - begun).toBeGreaterThanOrEqual(30 * 60_000);
  });
});

const makeYaml = `
name: Make
run-name: make \${{ inputs.id }}
on: { workflow_dispatch: { inputs: { id: { required: true }, version: { required: true } } } }
jobs: { make: { runs-on: ubuntu-latest, steps: [{ run: make }] } }
`;

test('a repository without the contract gets inputs of its own, and gives artifacts by pattern', async () => {
  const there = acme()
    .repository('acme/tool', { tags: ['v1.0.0'] })
    .workflow('make.yml', makeYaml);
  await withDouble(there, async (double) => {
    const artifact = (name: string, path: string) => ({ name, files: { [path]: `bytes of ${path}` } });
    const artifacts = [artifact('dist-linux', 'tool'), artifact('dist-docs', 'manual.md'), artifact('logs', 'log')];
    double.runs.script('acme/tool', 'make.yml', { artifacts });
    const text = `
[release_set]
id = "set-1"
[versions]
tool = { version = "1.0.0", binaries = ["tool"] }
[slipway.components.tool]
repository = "acme/tool"
workflow = "make.yml"
inputs = { id = "{marker}", version = "{version}" }
collect = ["dist-*"]
`;

    const report = await build(double, text);

    expect(report.outcome).toBe('released');
    expect(report.findings).toMatchObject([{ severity: 'notice', where: 'versions.toml: tool' }]);
    expect(report.plan?.components).toMatchObject([{ name: 'tool', unverified: ['dist-*'] }]);
    const [run] = double.runs.of('acme/tool');
    expect(run?.title).toBe('make set-1.1/tool/1');
    expect(readFileSync(join(folder, 'release/assets/SHA256SUMS'), 'utf8')).toContain('tool-1.0.0');
    const collected = report.builds.flatMap((one) => one.artifacts.map(({ path }) => path));
    expect(collected).toEqual(['manual.md', 'tool']);
  });
});
