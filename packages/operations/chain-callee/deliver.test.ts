import { anEvent, artifactsOf, aWorkspace, commit, marker, someArtifacts } from './a-callee.js';
import { stageDelivery } from './deliver.js';
import { fetchUpstreams } from './fetch.js';
import { readResult } from './result.js';

const built = { 'out/app': 'app', 'out/app.txt': 'text' };

/** A workspace in which an order was fetched. */
async function fetched(files: Readonly<Record<string, string>>) {
  const place = aWorkspace(files);
  await fetchUpstreams({ workspace: place.workspace, artifacts: someArtifacts({}) }, anEvent());
  return place;
}

test('what was built is delivered under the name of the component, with a result that its reader accepts', async () => {
  const { workspace, kept } = await fetched(built);

  const { report, upload } = await stageDelivery(workspace, ['out/*']);

  expect(report).toMatchObject({ outcome: 'delivered', files: artifactsOf(built), findings: [] });
  expect(upload).toEqual({ name: 'slipway-app', folder: '/t/delivery' });
  const expected = { component: 'app', version: '2.0.0', commit, marker };
  expect(readResult(kept['/t/delivery/slipway.json'] ?? '', artifactsOf(built), expected)).toMatchObject({
    status: 'read',
  });
});

test('without a fetch there is nothing to deliver for', async () => {
  const { report, upload } = await stageDelivery(aWorkspace(built).workspace, ['out/*']);

  expect(report.findings).toMatchObject([{ what: 'no order has been fetched in this job' }]);
  expect(upload).toBeNull();
});

test('a build that has moved the checkout to another commit is not delivered', async () => {
  const { workspace } = await fetched(built);
  const moved = { ...workspace, head: async () => ({ commit: 'd0'.repeat(20), time: 0 }) };

  expect((await stageDelivery(moved, ['out/*'])).report.findings).toMatchObject([{ where: 'the checkout' }]);
});

test('what the patterns do not find is a failed build', async () => {
  const { workspace } = await fetched(built);
  const what = 'the pattern dist/* of artifacts matches no file that the build made';
  const empty = { ...workspace, stage: async () => ({ status: 'refused', what }) as const };

  expect((await stageDelivery(empty, ['dist/*'])).report.findings).toMatchObject([{ code: 'failed-build', what }]);
});

test('a file of the build that is called slipway.json is refused', async () => {
  const { workspace } = await fetched({ 'slipway.json': '{}' });

  expect((await stageDelivery(workspace, ['*'])).report.findings).toMatchObject([{ where: 'input artifacts' }]);
});
