import { type Finding, isVersion, meantVersion, parseRange, readVersion, satisfies } from '@slipway/domain';
import pMap from 'p-map';
import type { Machine, ResolvedSource, Sources } from '../ports/index.js';
import type { Component } from './manifest/manifest.js';
import { missingBuildSettings } from './manifest/missing.js';

/** Enough to keep a machine and a server busy, few enough not to flood either. */
const atOnce = 8;

export interface Preflight {
  /** By component; complete where there are no findings. */
  readonly sources: ReadonlyMap<string, ResolvedSource>;
  readonly findings: readonly Finding[];
}

/** Looks at all that building these components will need, before the first effect. All findings at once. */
export async function preflight(
  components: readonly Component[],
  file: string,
  { sources, machine }: { readonly sources: Sources; readonly machine: Machine },
): Promise<Preflight> {
  const buildable = components.filter(({ lacks }) => lacks === undefined);
  const resolutions = await pMap(buildable, async (one) => [one.name, await sources.resolve(one)] as const, {
    concurrency: atOnce,
  });
  return {
    sources: new Map(
      resolutions.flatMap(([name, found]) => (found.status === 'resolved' ? [[name, found.source] as const] : [])),
    ),
    findings: [
      ...missingBuildSettings(components, file),
      ...resolutions.flatMap(([, found]) => (found.status === 'refused' ? [found.finding] : [])),
      ...(await toolFindings(components, machine)),
    ],
  };
}

/** Each tool is asked once, each component that cannot live with the answer is named. */
async function toolFindings(components: readonly Component[], machine: Machine): Promise<readonly Finding[]> {
  const wanted = components.flatMap(({ name, build }) =>
    Object.entries(build?.tools ?? {}).map(([tool, range]) => ({ name, tool, range })),
  );
  const tools = [...new Set(wanted.map(({ tool }) => tool))];
  const asked = await pMap(tools, async (tool) => [tool, await machine.toolVersion(tool)] as const, {
    concurrency: atOnce,
  });
  const versions = new Map(asked);
  return wanted.flatMap(({ name, tool, range }) => toolFinding(name, tool, range, versions.get(tool) ?? null));
}

function toolFinding(component: string, tool: string, range: string, found: string | null): readonly Finding[] {
  const where = `${component}: tools.${tool}`;
  if (found === null) {
    const what = `${tool} is not on this machine, or does not tell its version`;
    return [
      {
        code: 'not-found',
        severity: 'error',
        what,
        where,
        remedy: `install ${tool} ${range}, so that "${tool} --version" answers`,
      },
    ];
  }
  // Tools print `4.3` where semver wants `4.3.0`.
  const version = isVersion(found) ? found : meantVersion(found);
  const accepted = parseRange(range);
  if (version !== null && accepted && satisfies(readVersion(version), accepted)) return [];
  const what = `${tool} is ${found}, and the manifest asks for ${range}`;
  return [{ code: 'bad-input', severity: 'error', what, where, remedy: `install ${tool} ${range}` }];
}
