import { subject } from '../world/subject.js';
import type { World } from '../world/world.js';

/**
 * Fine-grained tokens have no permission for checks; whether GitHub refuses them `checkSuite` for that is not known, so tests
 * choose.
 */
export const graphqlSettingsOf = subject<World, { fineGrainedChecks: 'allowed' | 'refused' }>(() => ({
  fineGrainedChecks: 'allowed',
}));
