import { runAction } from '@slipway/action-kit';
import { callee } from './callee.js';
import { inputs } from './inputs.js';

await runAction(inputs, callee);
