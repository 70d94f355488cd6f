import { type Finding, listed } from '@slipway/domain';
import { tomlKey } from './complaint.js';
import { keys } from './keys.js';
import type { BuildNeed, Component } from './manifest.js';

const words: Readonly<Record<BuildNeed, string>> = {
  build: 'no build command',
  artifacts: 'no artifacts',
  repository: 'no repository and no path',
};

/**
 * What the manifest must still say before these components, all those of a run, can be built: one finding for all that
 * lack the same, its remedy being the lines to add. Planning needs none of it.
 */
export function missingBuildSettings(components: readonly Component[], file: string): Finding[] {
  const groups = new Map<string, Component[]>();
  for (const component of components) {
    if (!component.lacks) continue;
    const id = component.lacks.join();
    const group = groups.get(id);
    if (group) group.push(component);
    else groups.set(id, [component]);
  }
  return [...groups.values()].map((group) => {
    const names = group.map(({ name }) => name);
    const needs = group[0]?.lacks ?? [];
    const lines = group.length === components.length ? linesForAll(needs) : group.flatMap(linesForOne);
    return {
      code: 'bad-input',
      severity: 'error',
      what: `${listed(names, 5)} ${group.length === 1 ? 'has' : 'have'} ${needs.map((need) => words[need]).join(', ')}`,
      where: file,
      remedy: `add these lines (below the table's own line, where that is there already):\n${lines.join('\n')}`,
    };
  });
}

const linesForAll = (needs: readonly BuildNeed[]): readonly string[] => [
  '[slipway]',
  ...needs.map((need) => (need === 'repository' ? keys.owner : keys[need]).example),
];

const linesForOne = ({ name, lacks = [] }: Component): readonly string[] => [
  `[slipway.components.${tomlKey(name)}]`,
  ...lacks.map((need) => (need === 'repository' ? `repository = "your-organisation/${name}"` : keys[need].example)),
];
