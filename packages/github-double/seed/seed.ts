import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { parse } from 'yaml';
import { environment } from '../environments/start.js';
import { executes } from '../execution/by-act.js';
import type { ExecutionOptions } from '../execution/execution.js';
import type { Files } from '../git/repository.js';
import type { Repository } from '../repositories/repository.js';
import { addBehaviour } from '../runs/behaviours.js';
import type { TokenSpec } from '../tokens/issue.js';
import { world, type WorldBuilder } from '../world/builder.js';
import type { Step } from '../world/start.js';
import { checkSeed, type Seed, type SeedRepository, type SeedRun, type SeedToken } from './schema.js';

/** A world that a file describes, and the tokens that it wants given out. */
export interface Seeded {
  readonly builder: WorldBuilder;
  readonly tokens: readonly TokenSpec[];
}

/** Reads a seed from YAML or JSON; folders in it are relative to the file. Throws what is wrong with it. */
export function readSeed(file: string, execution: ExecutionOptions | null): Seeded {
  const seed = checkSeed(parse(readFileSync(file, 'utf8')), file);
  const builder = world();
  for (const [login, organisation] of Object.entries(seed.organisations ?? {})) {
    builder.organisation(login, organisation ?? {});
  }
  for (const [name, repository] of Object.entries(seed.repositories)) {
    addRepository(builder, name, repository, dirname(file), execution);
  }
  return { builder, tokens: tokensOf(seed) };
}

function addRepository(
  builder: WorldBuilder,
  name: string,
  { files, from, environments = {}, runs = {}, ...start }: SeedRepository,
  folder: string,
  execution: ExecutionOptions | null,
): void {
  const repository = builder.repository(name, {
    ...start,
    ...(from === undefined ? {} : { from: join(folder, from) }),
    ...(files === undefined ? {} : { files: filesIn(join(folder, files)) }),
  });
  for (const [environmentName, rules] of Object.entries(environments)) {
    repository.having(environment(environmentName, rules ?? {}));
  }
  for (const [workflow, run] of Object.entries(runs)) repository.having(goes(name, workflow, run, execution));
}

function goes(
  repository: string,
  workflow: string,
  run: SeedRun,
  execution: ExecutionOptions | null,
): Step<Repository> {
  if (run !== 'act') {
    return (_, within) =>
      addBehaviour(within, { repository, workflow, behaviour: { kind: 'scripted', script: () => run } });
  }
  if (execution) return executes(workflow, execution);
  throw new Error(`${repository} wants ${workflow} executed by act: say where it is, with --act PATH`);
}

/** All files below a folder, by path; git's own are left out. */
function filesIn(folder: string): Files {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    paths
      .map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path)] as const)
      .filter(([path]) => !path.startsWith('.git/')),
  );
}

/** The ones that are listed, else one of every organisation's first owner. */
function tokensOf({ tokens, organisations = {} }: Seed): readonly TokenSpec[] {
  if (tokens) return tokens.map(specOf);
  const owners = Object.values(organisations).flatMap((organisation) => organisation?.owners?.slice(0, 1) ?? []);
  return [...new Set(owners)].map((user) => ({ kind: 'classic', user }));
}

const specOf = ({ user, permissions, repositories }: SeedToken): TokenSpec =>
  permissions
    ? { kind: 'fine-grained', user, repositories: repositories ?? 'all', permissions }
    : { kind: 'classic', user };
