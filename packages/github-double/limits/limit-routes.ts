import { ok } from '../server/answer.js';
import { elsewhere, type Routes } from '../server/route.js';

export const limitRoutes: Routes = {
  /** "Accessing this endpoint does not count against your REST API rate limit" (its documentation). */
  'GET /rate_limit': elsewhere(
    ({ world, caller, now }) => {
      const quota = (resource: 'core' | 'graphql') => ({ ...world.limits.quota(caller, resource, now), resource });
      const search = { limit: 30, used: 0, remaining: 30, reset: Math.ceil(now / 1000) + 60, resource: 'search' };
      return ok({ resources: { core: quota('core'), graphql: quota('graphql'), search }, rate: quota('core') });
    },
    { free: true },
  ),
};
