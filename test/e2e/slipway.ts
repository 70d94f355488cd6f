import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** The oldest Node that we run on, and the one that GitHub's runners use. */
export const nodes = {
  20: join(root, 'test/node_modules/node/bin/node'),
  24: join(root, 'node_modules/node/bin/node'),
} as const;

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A folder that is removed after the tests of a file; its real path, as git and processes tell it. */
export function aFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'slipway-e2e-')));
  folders.push(folder);
  return folder;
}

/** All that `npm start` needs, copied to where nothing else of ours is. */
export function aCopy(): string {
  const folder = aFolder();
  const example = 'examples/bitcoin-commons';
  const kept = ['vendored', 'repositories', 'repositories.mjs', 'start.mjs', 'versions.toml'];
  for (const path of ['package.json', 'dist', 'examples/callee', ...kept.map((name) => join(example, name))])
    cpSync(join(root, path), join(folder, path), { recursive: true });
  return folder;
}

export interface Surroundings {
  readonly folder: string;
  readonly node?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Ending {
  /** `null` where a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A process of ours, while it runs. */
export interface Started {
  readonly child: ChildProcess;
  readonly ending: Promise<Ending>;
  /** Resolves when the text has been printed on standard output; rejects where the process ends without it. */
  readonly printed: (text: string) => Promise<void>;
}

export function startProgram(file: string, args: readonly string[], { folder, environment }: Surroundings): Started {
  const { FORCE_COLOR: _, NO_COLOR: __, ...inherited } = process.env;
  const child = spawn(file, args, { cwd: folder, env: { ...inherited, ...environment } });
  const texts = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (texts.out += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (texts.err += text));
  const ending = once(child, 'close').then(([code]) => ({ code, ...texts }));
  return {
    child,
    ending,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = () => void (texts.out.includes(text) && resolve());
        child.stdout.on('data', look);
        look();
        child.once('close', () => reject(new Error(`ended without printing ${text}: ${texts.out}${texts.err}`)));
      }),
  };
}

/** The bundled command line, as it is committed. */
export const program = join(root, 'dist/cli/index.js');

export const startSlipway = (args: readonly string[], surroundings: Surroundings): Started =>
  startProgram(surroundings.node ?? nodes[24], [program, ...args], surroundings);

export const slipway = (args: readonly string[], surroundings: Surroundings): Promise<Ending> =>
  startSlipway(args, surroundings).ending;

export const runProgram = (file: string, args: readonly string[], surroundings: Surroundings): Promise<Ending> =>
  startProgram(file, args, surroundings).ending;
