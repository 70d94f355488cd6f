import { artifactRoutes } from './artifacts/artifact-routes.js';
import { environmentRoutes } from './environments/environment-routes.js';
import { logRoutes } from './execution/log-routes.js';
import { contentRoutes } from './git/content-routes.js';
import { commitRoutes } from './git/commit-routes.js';
import { objectRoutes } from './git/object-routes.js';
import { refRoutes } from './git/ref-routes.js';
import { limitRoutes } from './limits/limit-routes.js';
import { assetRoutes } from './releases/asset-routes.js';
import { releaseRoutes } from './releases/release-routes.js';
import { repositoryRoutes } from './repositories/repository-routes.js';
import { controlRoutes } from './runs/control-routes.js';
import { reviewRoutes } from './runs/review-routes.js';
import { runRoutes } from './runs/run-routes.js';
import type { Routes } from './server/route.js';
import { appRoutes } from './tokens/app-routes.js';
import { dispatchRoutes } from './workflows/dispatch-routes.js';
import { workflowRoutes } from './workflows/workflow-routes.js';

/** All routes that the double serves. A subject adds its own here. */
export const routes: Routes = {
  ...repositoryRoutes,
  ...refRoutes,
  ...objectRoutes,
  ...contentRoutes,
  ...commitRoutes,
  ...releaseRoutes,
  ...assetRoutes,
  ...workflowRoutes,
  ...dispatchRoutes,
  ...runRoutes,
  ...controlRoutes,
  ...reviewRoutes,
  ...environmentRoutes,
  ...artifactRoutes,
  ...logRoutes,
  ...appRoutes,
  ...limitRoutes,
};
