import { runAction } from '@slipway/action-kit';
import { inputs } from './inputs.js';
import { orchestrate } from './orchestrate.js';

await runAction(inputs, orchestrate);
