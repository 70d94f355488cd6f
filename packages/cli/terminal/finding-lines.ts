import type { Finding } from '@slipway/domain';
import { clean, cleanLines } from './clean.js';
import { type Line, line, span, type Tone } from './text.js';

const tones: Readonly<Record<Finding['severity'], Tone>> = { error: 'bad', warning: 'warning', notice: 'busy' };

/** `error: where: what; remedy`; lines that the remedy tells to write stand below, ready to be copied. */
export function findingLines({ severity, where, what, remedy }: Finding): readonly Line[] {
  const [first = '', ...more] = cleanLines(remedy);
  const told = line(`${clean(where)}: ${clean(what)}; ${first.trimEnd()}`)[0];
  return [[span(`${severity}: `, tones[severity]), ...(told ? [told] : [])], ...more.map((text) => line(`  ${text}`))];
}
