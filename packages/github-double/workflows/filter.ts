import { type Map, textsOf } from './yaml.js';

/** Whether a push of `ref` is one that this `push` trigger listens to. Its `paths` are not looked at. */
export function listensToPush(trigger: Map, ref: string): boolean {
  const kind = ref.startsWith('refs/tags/') ? 'tags' : 'branches';
  const other = kind === 'tags' ? 'branches' : 'tags';
  const name = ref.replace(/^refs\/(heads|tags)\//, '');
  const included = textsOf(trigger[kind]);
  const ignored = textsOf(trigger[`${kind}-ignore`]);
  if (included) return matchesLast(included, name);
  if (ignored) return !ignored.some((pattern) => patternOf(pattern).test(name));
  // "If you define only tags/tags-ignore or only branches/branches-ignore, the workflow won't run for events affecting the
  // undefined Git ref" (workflow syntax).
  return !textsOf(trigger[other]) && !textsOf(trigger[`${other}-ignore`]);
}

/** "The order that you define patterns matters": a later one decides, `!` takes out again (workflow syntax). */
export function matchesLast(patterns: readonly string[], name: string): boolean {
  const last = patterns.findLast((pattern) => patternOf(pattern.replace(/^!/, '')).test(name));
  return last !== undefined && !last.startsWith('!');
}

/** GitHub's filter patterns: `*` without slashes, `**` with them, `?`, `+` and `[…]` as in regular expressions. */
function patternOf(pattern: string): RegExp {
  const parts = pattern.match(/\*\*\/?|\*|\[[^\]]*\]|\\.|./gs) ?? [];
  return new RegExp(`^${parts.map(expressionOf).join('')}$`);
}

function expressionOf(part: string): string {
  if (part === '**/') return '(?:.*/)?';
  if (part === '**') return '.*';
  if (part === '*') return '[^/]*';
  if (part === '?' || part === '+' || part.startsWith('[') || part.startsWith('\\')) return part;
  return part.replace(/[.^$(){}|/\]]/g, '\\$&');
}
