import type { Plan } from './plan.js';

/** The plan for programs: one JSON document. */
export const planJson = (plan: Plan) => ({ schema: 1, ...plan });

/** The plan as a Mermaid flowchart, upstreams left; the critical path is drawn bold, what nobody can verify with a broken line. */
export function planMermaid({ components, criticalPath }: Plan): string {
  const ids = new Map(components.map(({ name }, at) => [name, mermaidId(at)]));
  const unverified = components.flatMap((one, at) => (one.unverified ? [mermaidId(at)] : []));
  const critical = criticalPath.flatMap((name) => ids.get(name) ?? []);
  return [
    'flowchart LR',
    ...components.map(({ name, version }, at) => `  ${mermaidId(at)}["${label(name)}<br/>${label(version)}"]`),
    ...components.flatMap(({ requires }, at) =>
      requires.flatMap((required) => (ids.has(required) ? [`  ${ids.get(required)} --> ${mermaidId(at)}`] : [])),
    ),
    '  classDef critical stroke-width:3px',
    ...(critical.length > 0 ? [`  class ${critical.join(',')} critical`] : []),
    ...(unverified.length > 0
      ? ['  classDef unverified stroke-dasharray:2 3', `  class ${unverified.join(',')} unverified`]
      : []),
    '',
  ].join('\n');
}

/** What the component at this place of the plan is called in the picture. */
export const mermaidId = (at: number): string => `c${at}`;

/** Whatever could mean something to Mermaid, HTML or Markdown becomes a numeric entity (mermaid.js.org, "Entity codes to escape characters"). */
const label = (text: string): string =>
  text.replace(/[^A-Za-z0-9.-]/gu, (character) => `#${character.codePointAt(0)};`);
