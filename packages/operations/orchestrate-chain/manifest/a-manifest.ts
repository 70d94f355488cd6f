import { refusedAs } from './builders.js';

export const head = 'release_set.id = "one"';
/** What a name must be, as every message says it. */
export const names = '1 to 100 letters, digits, ".", "_" and "-", the first of them a letter or a digit';

/** Line 3 and on are the lines given; line 3 is the first entry of `[versions]`. */
export const versions = (...lines: readonly string[]): string => [head, '[versions]', ...lines].join('\n');

/** Line 4 and on are the lines given; line 4 is the first key of `[slipway]`. */
export const slipway = (...lines: readonly string[]): string =>
  [head, 'versions.app = "1.0.0"', '[slipway]', ...lines].join('\n');

/** What is said against a manifest, as one text. */
export const said = async (text: string): Promise<string> => (await refusedAs(text)).join('\n');
