import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Double, releasesOf, withDouble } from '@slipway/github-double';
import {
  fulfilOnGithub,
  type GithubReport,
  type GithubWish,
  type ReleaseCommand,
} from '@slipway/operations/orchestrate-chain';
import type { PlannedRequest } from '@slipway/operations/ports';
import { sentSince, short, writtenSince } from './a-dry-run.js';
import { acme, delivering, diamond, manifestOf, names, portsOn, wishOf } from './a-github-chain.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-github-dry-run-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Part = Partial<GithubWish> & { readonly text?: string };

async function start(
  double: Double,
  command: ReleaseCommand,
  { text = diamond, ...part }: Part,
): Promise<GithubReport> {
  // One build at a time, so that the order is one.
  const policy = { maxParallel: 1, onFailure: 'keep-going' } as const;
  const wish = await wishOf({ manifest: await manifestOf(text), policy, ...part });
  const steering = { interrupt: new AbortController().signal, watch: () => {} };
  return double.drive(fulfilOnGithub(command, portsOn(double, { folder }), wish, steering));
}

/** What it prints, having written nothing anywhere. */
async function dry(double: Double, command: ReleaseCommand, part: Part = {}): Promise<readonly PlannedRequest[]> {
  const before = double.log.entries.length;
  const files = readdirSync(folder);
  const report = await start(double, command, { ...part, mode: 'dry-run' });
  expect(report.status).toBe('planned');
  expect(writtenSince(double, before)).toEqual([]);
  expect(readdirSync(folder)).toEqual(files);
  return report.requests ?? [];
}

/** What was really sent, with the same words for what nobody could know. */
async function real(double: Double, command: ReleaseCommand, part: Part = {}): Promise<readonly PlannedRequest[]> {
  const before = double.log.entries.length;
  await start(double, command, part);
  return sentSince(double, before).map(({ method, path, body = null }) =>
    JSON.parse(masked(double, JSON.stringify({ method, path, body }))),
  );
}

function masked(double: Double, text: string): string {
  const repository = double.world.repository('acme/releases');
  const releases = repository ? releasesOf(repository).all : [];
  const ids = [
    ...names.flatMap((name) =>
      double.runs.of(`acme/${name}`).map(({ id }) => [String(id), `{run-id of ${name}}`] as const),
    ),
    ...releases.map(({ id }) => [String(id), '{release-id}'] as const),
  ];
  const known = ids.reduce((all, [id, name]) => all.replace(new RegExp(`\\b${id}\\b`, 'g'), name), text);
  // Of an order's upstreams: their artifacts.
  return known.replace(
    /(\\"component\\":\\"(\w+)\\",(?:(?!component).)*?artifact-id\\":)\d+(,\\"digest\\":\\"sha256:)\w+/g,
    (_, before, name, rest) => `${before}{artifact-id of ${name}}${rest}{digest of ${name}'s artifact}`,
  );
}

const allDeliver = (double: Double) =>
  names.forEach((name) => double.runs.script(`acme/${name}`, 'build.yml', (run) => delivering(run)));

/** Nobody has tagged these versions yet, but the app's. */
const untagged = `${diamond.replaceAll('"1.0.0"', '"3.0.0"')}ref = "main"\n`;

/** Uploads go four at a time. */
const inOneOrder = (requests: readonly PlannedRequest[]) => {
  const isUpload = ({ path }: PlannedRequest) => path.includes('/assets?');
  return [requests.filter((one) => !isUpload(one)), requests.filter(isUpload).map(short).toSorted()];
};

test('what a dry run of a whole release prints is what is then sent, request by request', async () => {
  await withDouble(acme(), async (double) => {
    allDeliver(double);
    const { release } = await wishOf();

    const part = { text: untagged, release: { ...release, tags: 'components' } } as const;

    const planned = await dry(double, 'run', part);
    const sent = await real(double, 'run', part);

    expect(planned.map(short)).toEqual([
      'POST /repos/acme/core/actions/workflows/build.yml/dispatches',
      'POST /repos/acme/left/actions/workflows/build.yml/dispatches',
      'POST /repos/acme/right/actions/workflows/build.yml/dispatches',
      'POST /repos/acme/app/actions/workflows/build.yml/dispatches',
      'POST /repos/acme/releases/releases',
      ...['app-2.0.0.tar.gz', 'core-3.0.0.tar.gz', 'left-3.0.0.tar.gz', 'right-3.0.0.tar.gz', 'SHA256SUMS'].map(
        (name) => `POST /repos/acme/releases/releases/{release-id}/assets?name=${name}`,
      ),
      'POST /repos/acme/core/git/refs',
      'POST /repos/acme/left/git/refs',
      'POST /repos/acme/right/git/refs',
      'PATCH /repos/acme/releases/releases/{release-id}',
    ]);
    expect(inOneOrder(sent)).toEqual(inOneOrder(planned));
  });
});
