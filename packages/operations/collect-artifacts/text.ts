import type { CollectionReport } from './report.js';

/** The report for people, line by line; findings are told apart from it. */
export function collectionText({ outcome, folder, components, movedAside }: CollectionReport): readonly string[] {
  if (outcome === 'refused') return [];
  const files = components.reduce((sum, { artifacts }) => sum + artifacts.length, 0);
  const bytes = components.flatMap(({ artifacts }) => artifacts).reduce((sum, { size }) => sum + size, 0);
  return [
    ...components.map(
      ({ component, version, run, artifacts }) =>
        `${component} ${version} of ${run}: ${artifacts.length} ${artifacts.length === 1 ? 'file' : 'files'}`,
    ),
    ...(movedAside === null ? [] : [`what was there is now ${movedAside}`]),
    `${outcome === 'collected' ? 'collected' : 'already collected'}: ${folder} (${files} files, ${bytes} bytes)`,
  ];
}
