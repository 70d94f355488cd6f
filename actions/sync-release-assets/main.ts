import { runAction } from '@slipway/action-kit';
import { inputs } from './inputs.js';
import { syncStep } from './sync-step.js';

await runAction(inputs, syncStep, { ran: false });
