import { sentence } from '@slipway/domain';
import type { ParsedManifest } from './manifest.js';
import { parseManifest } from './parse.js';

export async function valid(text: string): Promise<Extract<ParsedManifest, { status: 'valid' }>> {
  const parsed = await parseManifest(text, 'versions.toml');
  if (parsed.status === 'valid') return parsed;
  throw new Error(parsed.findings.map(sentence).join('\n'));
}

/** What is said against a manifest, a sentence each; nothing where it is valid. */
export async function refusedAs(text: string): Promise<readonly string[]> {
  const parsed = await parseManifest(text, 'versions.toml');
  return parsed.status === 'valid' ? [] : parsed.findings.map(sentence);
}
