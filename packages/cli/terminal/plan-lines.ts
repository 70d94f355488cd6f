import { durationText, type Plan } from '@slipway/operations/orchestrate-chain';
import { counted } from './amounts.js';
import { columns, type Line, line, span } from './text.js';

/** A plan for people: the levels as a table, the critical path, what is left out. */
export function planLines(plan: Plan): readonly Line[] {
  const { set, levels, criticalPath, expected, partial, reuseOnly } = plan;
  const unverified = plan.components.filter((one) => one.unverified).map(({ name }) => name);
  const takes = expected === null ? '' : `, at least ${durationText(expected)}`;
  return [
    line(`${set}: ${counted(plan.order.length, 'component')} in ${counted(levels.length, 'level')}`, 'strong'),
    [],
    ...table(plan),
    [],
    line(`critical path: ${criticalPath.join(' → ')}${takes}`),
    ...(partial ? [line('a part of the set: artifacts, but no release folder', 'warning')] : []),
    ...(unverified.length > 0
      ? [
          line(
            `taken by pattern on GitHub, so that nobody can verify what they are of: ${unverified.join(', ')}`,
            'warning',
          ),
        ]
      : []),
    ...(reuseOnly.length > 0
      ? [line(`skipped, but required, so that an earlier build is needed: ${reuseOnly.join(', ')}`, 'warning')]
      : []),
  ];
}

function table({ levels, components }: Plan): readonly Line[] {
  const byName = new Map(components.map((component) => [component.name, component]));
  const rows = levels.flatMap((names, level) =>
    names.map((name, at): Line => {
      const { version = '', requires = [], expected = null } = byName.get(name) ?? {};
      return [
        span(at === 0 ? String(level + 1) : '', 'dim'),
        span(name),
        span(version, 'dim'),
        span(expected === null ? '' : durationText(expected)),
        span(requires.join(', ')),
      ];
    }),
  );
  return columns(
    [['level', 'component', 'version', 'last took', 'requires'].map((title) => span(title, 'dim')), ...rows],
    new Set([0, 3]),
  );
}
