import { withDouble } from '../double.js';
import { acme, asAda, asker, core } from '../testing/acme.js';

const started = { ref: 'main', return_run_details: true };
const dispatches = `${core}/actions/workflows/build.yml/dispatches`;
const building = () =>
  acme().workflow('build.yml', 'on: workflow_dispatch\njobs: { build: { runs-on: x, steps: [{ run: make }] } }\n');

test('the logs of a run and of a job are found once they have ended, by whoever logs in', () =>
  withDouble(building(), async (double) => {
    const ask = asAda(double);
    const run: number = (await ask('POST', dispatches, started)).body.workflow_run_id;
    await double.advance(10_000);
    const early = await ask('GET', `${core}/actions/runs/${run}/logs`);
    await double.advance(60_000);

    const { body } = await ask('GET', `${core}/actions/runs/${run}/jobs`);
    const ofRun = await ask('GET', `${core}/actions/runs/${run}/logs`);
    const ofAttempt = await ask('GET', `${core}/actions/runs/${run}/attempts/1/logs`);
    const ofJob = await ask('GET', `${core}/actions/jobs/${body.jobs[0].id}/logs`);
    const anonymous = await asker(double, null)('GET', `${core}/actions/runs/${run}/logs`);
    const log = await fetch(ofJob.headers.get('location') ?? '');

    expect([early, ofRun, ofAttempt, ofJob, anonymous].map(({ status }) => status)).toEqual([404, 302, 302, 302, 403]);
    expect(await log.text()).toContain('This job is scripted: it ended with success.');
  }));
