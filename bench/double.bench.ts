import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { startDouble, world } from '@slipway/github-double';
import type { Figure } from './figure.ts';

const runs = 1_000;
const day = 86_400_000;

const workflow = `
on: { workflow_dispatch: { inputs: { marker: { required: true } } } }
run-name: build \${{ inputs.marker }}
jobs:
  compile: { runs-on: ubuntu-latest, steps: [{ run: make }] }
  pack: { needs: compile, runs-on: ubuntu-latest, steps: [{ run: make pack }] }
`;

/** Dispatched over HTTP, one after the other, evenly over the day; each queues, runs two jobs and leaves an artifact. */
async function dayOfRuns(): Promise<number> {
  const double = await startDouble(
    world().organisation('acme').repository('acme/core').workflow('build.yml', workflow),
    {
      limits: 'off',
    },
  );
  // as bench/double-start.bench.ts asks: `fetch` would take as long as what is measured
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const token = double.token({ kind: 'classic', user: 'acme' });
    const url = `${double.urls.api}/repos/acme/core/actions/workflows/build.yml/dispatches`;
    const artifacts = [{ name: 'core', files: { 'a.txt': 'a' } }];
    double.runs.script('acme/core', 'build.yml', { queuedFor: '30s', takes: '20m', artifacts });
    const begun = performance.now();
    for (let marker = 0; marker < runs; marker += 1) {
      const body = JSON.stringify({ ref: 'main', inputs: { marker: String(marker) }, return_run_details: true });
      const headers = { authorization: `Bearer ${token}` };
      const [response] = await once(request(url, { agent, method: 'POST', headers }).end(body), 'response');
      for await (const _ of response);
      if (response.statusCode !== 200) throw new Error(`a dispatch was answered ${response.statusCode}`);
      await double.advance(day / runs);
    }
    await double.advance(day);
    const taken = performance.now() - begun;
    const green = double.runs.of('acme/core').filter(({ attempts }) => attempts[0]?.conclusion === 'success');
    if (green.length !== runs) throw new Error(`${green.length} of ${runs} runs succeeded`);
    return taken;
  } finally {
    agent.destroy();
    await double.close();
  }
}

export const figures: readonly Figure[] = [
  {
    what: `${runs.toLocaleString('en')} dispatched runs through a virtual day`,
    against: 'a limit',
    unit: 'ms',
    wanted: 3000,
    measure: dayOfRuns,
  },
];
