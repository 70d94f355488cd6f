export * from './ledger/file-ledger.js';
export * from './artifacts/artifact-store.js';
export * from './release/release-folder.js';
export { type LocalBuilderOptions, localBuilder } from './builder/local-builder.js';
export { systemClock } from './clock.js';
export { thisMachine } from './machine.js';
export { endOrphan } from './processes/orphan.js';
export { gitSources, type SourcesOptions } from './sources/sources.js';
