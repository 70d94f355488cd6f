export type { ActionContext } from './context.js';
export { type CamelCase, declareInputs, type Input, type Values } from './inputs/input.js';
export { choice, duration, flag, integer, lines, list, orNone, secret, text, token } from './inputs/kinds.js';
export type { Log } from './log.js';
export type { ActionResult, Upload } from './result.js';
export { type ActionShell, runAction } from './run-action.js';
