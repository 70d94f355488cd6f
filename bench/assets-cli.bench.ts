import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Double, RealClock } from '@slipway/github-double';
import { access, withRepositories } from './a-release.ts';
import { type Figure, median, ratio } from './figure.ts';
import { dice } from './random-chain.ts';

const cli = join(import.meta.dirname, '../dist/cli/index.js');
const run = promisify(execFile);

/** Writes down, at the end of a process, the most memory that it took, in KiB. */
const telling = `--import=data:text/javascript,${encodeURIComponent(
  `import { appendFileSync } from 'node:fs'; process.on('exit', () => appendFileSync(process.env.TOLD, process.resourceUsage().maxRSS + '\\n'));`,
)}`;

interface Place {
  readonly folder: string;
  readonly double?: Double;
}

/** The command line, in a process of its own, whose memory is told in the file `told`. */
const slipway = ({ folder, double }: Place, ...args: readonly string[]) =>
  run(process.execPath, [cli, 'assets', ...args], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      NODE_OPTIONS: telling,
      TOLD: join(folder, 'told'),
      GITHUB_REPOSITORY: 'acme/core-0',
      ...(double && { GITHUB_API_URL: access(double).apiUrl, GITHUB_TOKEN: access(double).token }),
    },
  });

/** Of all runs so far, the worst; MB. */
const memoryTold = (folder: string): number =>
  (Math.max(...readFileSync(join(folder, 'told'), 'utf8').trim().split('\n').map(Number)) * 1024) / 1e6;

async function inFolder<T>(measure: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  try {
    return await measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** 200 files of words and four that nothing makes smaller, half a gigabyte, in `files`. */
function makeResults(folder: string): void {
  const roll = dice(20_257);
  const word = (): string =>
    roll()
      .toString(36)
      .slice(2, 4 + Math.floor(roll() * 8));
  const words = Array.from({ length: 5000 }, word);
  const files = join(folder, 'files');
  mkdirSync(files);
  for (let at = 0; at < 200; at += 1) {
    const text: string[] = [];
    for (let size = 0; size < 2_200_000; size += (text.at(-1)?.length ?? 0) + 1)
      text.push(words[Math.floor(roll() * words.length)] ?? '');
    writeFileSync(join(files, `words-${at}.txt`), text.join(' '));
  }
  for (let at = 0; at < 4; at += 1) writeFileSync(join(files, `random-${at}.bin`), randomBytes(20 * 1024 * 1024));
}

let zipMemory = Number.NaN;

const zip = (): Promise<number> =>
  inFolder(async (folder) => {
    makeResults(folder);
    const found = await ratio(
      () => slipway({ folder }, 'archive', '--directory', 'files', '--archive', 'ours.zip', '--if-exists', 'replace'),
      () => {
        rmSync(join(folder, 'theirs.zip'), { force: true });
        execFileSync('zip', ['-q', '-6', '-r', '../theirs.zip', '.'], { cwd: join(folder, 'files') });
      },
      3,
    );
    zipMemory = memoryTold(folder);
    return found;
  });

const unchanged = (): Promise<number> =>
  withRepositories(1, { clock: new RealClock() }, async (double, folder) => {
    makeResults(folder);
    let releases = 0;
    const sync = () =>
      slipway({ folder, double }, 'sync', '--tag', `v${releases}`, '--directory', 'files', '--archive', 'all.zip');
    const first = () => {
      releases += 1;
      return sync();
    };
    // Each second one is unchanged: what has just been synced.
    return ratio(sync, first, 3);
  });

const largest = 1.9 * 2 ** 30;
let uploadMemory = Number.NaN;

const oneLarge = (): Promise<number> =>
  withRepositories(1, { clock: new RealClock() }, async (double, folder) => {
    const piece = randomBytes(2 ** 20);
    for (let size = 0; size < largest; size += piece.length) appendFileSync(join(folder, 'large.bin'), piece);
    const { apiUrl, token } = access(double);
    const ask = async (method: string, path: string, body?: object) => {
      const headers = { authorization: `Bearer ${token}` };
      const response = await fetch(`${apiUrl}/repos/acme/core-0/releases${path}`, {
        method,
        headers,
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return text === '' ? null : JSON.parse(text);
    };
    const remove = async (tag: string): Promise<void> => {
      for (const { id, tag_name } of await ask('GET', '')) if (tag_name === tag) await ask('DELETE', `/${id}`);
    };
    const times = { ours: [] as number[], theirs: [] as number[] };
    for (let at = 0; at < 4; at += 1) {
      const { upload_url } = await ask('POST', '', { tag_name: 'theirs', draft: true });
      const begun = performance.now();
      await run('sha256sum', ['large.bin'], { cwd: folder });
      const to = `${String(upload_url).split('{')[0]}?name=large.bin`;
      const headers = ['-H', `authorization: Bearer ${token}`, '-H', 'content-type: application/octet-stream'];
      await run('curl', ['-sf', '-X', 'POST', '-T', 'large.bin', ...headers, to], { cwd: folder });
      const between = performance.now();
      await slipway({ folder, double }, 'sync', '--tag', 'ours', '--files', 'large.bin');
      const ended = performance.now();
      if (at > 0) {
        times.theirs.push(between - begun);
        times.ours.push(ended - between);
      }
      for (const tag of ['ours', 'theirs']) await remove(tag);
    }
    uploadMemory = memoryTold(folder);
    return median(times.ours) / median(times.theirs);
  });

export const figures: readonly Figure[] = [
  {
    what: 'zip of 200 files of 2.2 MB of words and 4 of 20 MiB random, all hashed first',
    against: '`zip -6 -r`',
    unit: '×',
    wanted: 0.8,
    measure: zip,
  },
  { what: 'the same: memory', against: 'a limit', unit: 'MB', wanted: 150, measure: async () => zipMemory },
  {
    what: 'the same synced again, nothing changed',
    against: 'the first sync',
    unit: '×',
    wanted: 0.066,
    measure: unchanged,
  },
  {
    what: 'one asset of 1.9 GiB',
    against: '`sha256sum` then `curl -T`',
    unit: '×',
    wanted: 1.2,
    measure: oneLarge,
  },
  { what: 'the same: memory', against: 'a limit', unit: 'MB', wanted: 150, measure: async () => uploadMemory },
];
