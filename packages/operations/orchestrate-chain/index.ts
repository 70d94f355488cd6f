export { buildChain } from './build-chain.js';
export { tagsLeftContinuing } from './github/left-over.js';
export { buildOnGithub } from './github/build.js';
export { prepareOnGithub, releaseOnGithub } from './github/prepare.js';
export { publishOnGithub } from './github/publish.js';
export { githubReport, type GithubReport, type GithubStatus } from './github/report.js';
export {
  cancelOnGithub,
  type GithubStanding,
  type GithubSteered,
  statusOnGithub,
  steerOnGithub,
} from './github/steer.js';
export type { GithubPorts } from './github/ports.js';
export type * from './github/wish.js';
export { begin } from './engine/begin.js';
export { step } from './engine/step.js';
export type { BuildWish, ChainPorts } from './wish.js';
export { readDurations } from './durations.js';
export type * from './engine/state.js';
export { manifestJsonSchema } from './manifest/json-schema.js';
export type * from './manifest/manifest.js';
export { missingBuildSettings } from './manifest/missing.js';
export { parseManifest } from './manifest/parse.js';
export { planJson, planMermaid } from './plan/formats.js';
export { type Durations, type Plan, type PlannedComponent, planChain, type Planning } from './plan/plan.js';
export { runPlan } from './plan/run-plan.js';
export type { Selection } from './plan/selection.js';
export { durationText } from './report/duration-text.js';
export * from './report/report.js';
export { chainSummary, type Summarised } from './report/summary.js';
export type { Command } from './engine/event.js';
export { steerChain, type Steered, type SteerWish } from './steer-chain.js';
export type { Steering } from './run/drive.js';
export { newestRun } from './run/runs.js';
export { namedRun, noRun } from './run/named-run.js';
export { ownerText } from './run/recover.js';
export * from './history.js';
export * from './sources/decision.js';
export * from './sources/findings.js';
export { isAtRest } from './engine/state.js';
