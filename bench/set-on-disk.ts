import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dice, layeredChain, nameOf } from './random-chain.ts';

export interface SetOnDisk {
  readonly folder: string;
  readonly manifest: string;
}

export interface SetOptions {
  /** A multiple of five. */
  readonly size: number;
  /** One line of shell; runs in the component's folder, where it makes the file `out`. */
  readonly script: string;
  /** `git`: each component is a repository, its version tagged. */
  readonly kind: 'folders' | 'git';
}

/** A random set in five layers whose components are folders beside the manifest, and a Makefile that says the same. */
export function makeSet({ size, script, kind }: SetOptions): SetOnDisk {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  const { components } = layeredChain(5, size / 5, dice(20_253));
  const versions = components.map(
    ({ name, requires }) =>
      `${name} = { version = "1.0.0", requires = ${JSON.stringify(requires.map((one) => one.name))} }`,
  );
  const settings = components.map(({ name }) => `[slipway.components.${name}]\npath = "${name}"`);
  const command = JSON.stringify(['sh', '-c', script]);
  writeFileSync(
    join(folder, 'versions.toml'),
    `[release_set]\nid = "bench"\n[versions]\n${versions.join('\n')}\n[slipway]\nbuild = ${command}\nartifacts = ["out"]\n${settings.join('\n')}\n`,
  );
  const rules = components.map(
    ({ name, requires }) => `${name}: ${requires.map((one) => one.name).join(' ')}\n\t@cd ${name} && { ${script}; }`,
  );
  const names = components.map(({ name }) => name).join(' ');
  writeFileSync(join(folder, 'Makefile'), `.PHONY: all ${names}\nall: ${names}\n${rules.join('\n')}\n`);
  for (let at = 0; at < size; at += 1) makeComponent(join(folder, nameOf(at)), kind);
  return { folder, manifest: join(folder, 'versions.toml') };
}

function makeComponent(folder: string, kind: SetOptions['kind']): void {
  mkdirSync(folder);
  writeFileSync(join(folder, 'out'), 'made\n');
  if (kind === 'folders') return;
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@example.org', ...args], { cwd: folder });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'bench');
  git('tag', 'v1.0.0');
}
