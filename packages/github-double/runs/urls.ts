import { repositoryUrl } from '../repositories/json.js';
import type { Repository } from '../repositories/repository.js';
import type { World } from '../world/world.js';

export const runUrl = (world: World, repository: Repository, id: number): string =>
  `${repositoryUrl(world, repository)}/actions/runs/${id}`;

export const runHtmlUrl = ({ urls }: World, { fullName }: Repository, id: number): string =>
  `${urls.server}/${fullName}/actions/runs/${id}`;
