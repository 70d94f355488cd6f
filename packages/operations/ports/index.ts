export type * from './artifact-store.js';
export type * from './builder.js';
export type * from './clock.js';
export type * from './ledger.js';
export type * from './machine.js';
export type * from './release-folder.js';
export type * from './sources.js';
