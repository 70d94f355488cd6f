import type { Finding } from '@slipway/domain';

/** What the operation knows by a name is an input here. */
export const inTheWordsOfTheAction = ({ where, ...finding }: Finding): Finding => ({
  ...finding,
  where: inputs.has(where) ? `input ${where}` : where,
});

const inputs = new Set([
  'files',
  'tag',
  'token',
  'repository',
  'latest',
  'checksums',
  'archive',
  'work-order',
  'tenant',
]);
