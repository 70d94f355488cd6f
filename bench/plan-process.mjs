// Plans the manifest on standard input once, as a command does. Prints the milliseconds from the file's text to the plan.
import { buffer } from 'node:stream/consumers';
import { parseManifest, planChain } from '@slipway/operations/orchestrate-chain';

const text = (await buffer(process.stdin)).toString();

const begun = performance.now();
const parsed = await parseManifest(text, 'versions.toml');
if (parsed.status === 'invalid') throw new Error(parsed.findings[0].what);
const planning = planChain(parsed.manifest, { only: [], skip: [] }, new Map());
if (planning.status === 'refused') throw new Error(planning.findings[0].what);
console.log(performance.now() - begun);
