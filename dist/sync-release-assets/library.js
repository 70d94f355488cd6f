import { enter } from '../shared/index.js';
export const maybeSyncRelease = async (...given) => (await enter('sync-release-assets/library')).maybeSyncRelease(...given);
