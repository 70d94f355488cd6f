export * from './digest.js';
export * from './problem.js';
