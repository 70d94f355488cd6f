// Runs 10,000 components through the engine in virtual time and prints the most memory that took, in MB.
import { makespanOf } from './makespan.ts';
import { dice, randomChain } from './random-chain.ts';

makespanOf(randomChain(10_000, 100, dice(20_252)), 8, 'longest-path-first');
// Told in KiB.
console.log((process.resourceUsage().maxRSS * 1024) / 1e6);
