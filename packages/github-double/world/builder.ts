import { environment, type EnvironmentStart } from '../environments/start.js';
import { plant } from '../repositories/plant.js';
import type { Repository } from '../repositories/repository.js';
import { type NewApp, addApp } from '../tokens/add-app.js';
import type { RepositoryStart, Step } from './start.js';
import type { World } from './world.js';

/** The situation that a test starts from: `world().organisation('acme').repository('acme/core').workflow('build.yml', …)`. */
export class WorldBuilder {
  readonly #steps: Step<World>[];

  constructor(steps: Step<World>[] = []) {
    this.#steps = steps;
  }

  organisation(login: string, { owners = [] }: { readonly owners?: readonly string[] } = {}): WorldBuilder {
    return this.#with((world) => {
      world.account(login, 'Organization');
      world.owners.set(login, owners);
    });
  }

  user(login: string): WorldBuilder {
    return this.#with((world) => void world.account(login));
  }

  /** A GitHub App, and where it is installed. */
  app(slug: string, app: NewApp): WorldBuilder {
    return this.#with((world) => addApp(world, slug, app));
  }

  /** `owner/name`. What follows, up to the next repository, is about it. */
  repository(fullName: string, start: RepositoryStart = {}): RepositoryBuilder {
    const later: Step<Repository>[] = [];
    const files: Record<string, string> = {};
    this.#steps.push((world) => {
      const repository = plant(world, fullName, {
        ...start,
        files: { ...(start.files ?? { 'README.md': `# ${fullName}\n` }), ...files },
      });
      for (const step of later) step(repository, world);
    });
    return new RepositoryBuilder(this.#steps, files, later);
  }

  /** Makes it so. */
  build(world: World): void {
    for (const step of this.#steps) step(world, world);
  }

  #with(step: Step<World>): WorldBuilder {
    this.#steps.push(step);
    return new WorldBuilder(this.#steps);
  }
}

export class RepositoryBuilder extends WorldBuilder {
  readonly #files: Record<string, string>;
  readonly #later: Step<Repository>[];

  constructor(steps: Step<World>[], files: Record<string, string>, later: Step<Repository>[]) {
    super(steps);
    this.#files = files;
    this.#later = later;
  }

  /** A workflow file of the first commit, in `.github/workflows`. */
  workflow(name: string, yaml: string): this {
    this.#files[`.github/workflows/${name}`] = yaml;
    return this;
  }

  /** A deployment environment, by default without rules. */
  environment(name: string, start: EnvironmentStart = {}): this {
    return this.having(environment(name, start));
  }

  having(step: Step<Repository>): this {
    this.#later.push(step);
    return this;
  }
}

export const world = (): WorldBuilder => new WorldBuilder();
