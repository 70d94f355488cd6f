import { type Finding, isVersion, meantVersion, parseRange, readVersion, satisfies } from '@slipway/domain';
import pMap from 'p-map';
import type { Machine } from '../ports/index.js';
import type { Component } from './manifest/manifest.js';

/** Enough to keep a machine busy, few enough not to flood it. */
const atOnce = 8;

/** A tool that a component's build uses, and what this machine has. */
export interface ToolCheck {
  readonly component: string;
  readonly tool: string;
  /** A semver range, `*` for any. */
  readonly wanted: string;
  /** The version as the tool prints it; `null` where there is no such tool. */
  readonly found: string | null;
  readonly status: 'fits' | 'missing' | 'other-version';
}

/** Each tool is asked once, and held against what each component wants of it. */
export async function checkTools(
  components: readonly Component[],
  machine: Pick<Machine, 'toolVersion'>,
): Promise<readonly ToolCheck[]> {
  const wishes = components.flatMap(({ name, build }) =>
    Object.entries(build?.tools ?? {}).map(([tool, wanted]) => ({ component: name, tool, wanted })),
  );
  const tools = [...new Set(wishes.map(({ tool }) => tool))];
  const asked = await pMap(tools, async (tool) => [tool, await machine.toolVersion(tool)] as const, {
    concurrency: atOnce,
  });
  const versions = new Map(asked);
  return wishes.map((wish) => {
    const found = versions.get(wish.tool) ?? null;
    return { ...wish, found, status: statusOf(found, wish.wanted) };
  });
}

function statusOf(found: string | null, wanted: string): ToolCheck['status'] {
  if (found === null) return 'missing';
  // Tools print `4.3` where semver wants `4.3.0`.
  const version = isVersion(found) ? found : meantVersion(found);
  const accepted = parseRange(wanted);
  return version !== null && accepted && satisfies(readVersion(version), accepted) ? 'fits' : 'other-version';
}

/** What a build would fail of; none where the tool fits. */
export function toolFinding({ component, tool, wanted, found, status }: ToolCheck): readonly Finding[] {
  const where = `${component}: tools.${tool}`;
  const install = wanted === '*' ? `install ${tool}` : `install ${tool} ${wanted}`;
  switch (status) {
    case 'fits':
      return [];
    case 'missing': {
      const what = `${tool} is not on this machine, or does not tell its version`;
      const remedy = `${install}, so that "${tool} --version" answers`;
      return [{ code: 'not-found', severity: 'error', what, where, remedy }];
    }
    case 'other-version': {
      const what = `${tool} is ${found}, and the manifest asks for ${wanted}`;
      return [{ code: 'bad-input', severity: 'error', what, where, remedy: install }];
    }
  }
}
