import type { Requirement } from '@slipway/domain';
import { circles } from './circles.js';
import type { Component, Manifest, ParsedManifest } from './manifest.js';
import { memberComplaints, type Members, noComponentNotices, readMembers } from './members.js';
import { locate, locateTables } from './positions.js';
import { resolveRequires } from './requires.js';
import { fileSchema, type ManifestFile, type VersionEntry } from './schema.js';
import { type Settings, settingsIn } from './settings.js';
import { shapeComplaints } from './shape.js';
import { readToml } from './toml.js';

/**
 * Reads the text of a versions.toml; `file` is what messages call it. Of errors of syntax the first is told, of errors
 * of meaning all. Asynchronous only because lines are looked up by a parser that is loaded when there is a complaint.
 */
export async function parseManifest(text: string, file: string): Promise<ParsedManifest> {
  const source = text.replace(/^\uFEFF/, '');
  const toml = readToml(source, file);
  if (toml.status === 'refused') return { status: 'invalid', findings: [toml.finding] };

  const shape = fileSchema.safeParse(toml.table);
  const members = readMembers(toml.table);
  const { requires, complaints } = resolveRequires(members);
  const manifest = shape.success ? manifestOf(shape.data, members, requires) : null;
  const nodes = manifest?.components ?? [...requires].map(([name, list]) => ({ name, requires: list }));
  const errors = [
    ...shapeComplaints(shape.error?.issues ?? [], toml.table),
    ...memberComplaints(members, toml.table),
    ...complaints,
    ...circles(members, nodes),
  ];
  const [first, ...more] = await locate(errors, source, file);
  if (first) return { status: 'invalid', findings: [first, ...more] };
  if (!manifest) throw new Error('the declaration of the manifest refuses a file without saying why');

  const notices = await locateTables(noComponentNotices(members), source, file);
  return { status: 'valid', manifest, notices };
}

type Requires = ReadonlyMap<string, readonly Requirement[]>;

function manifestOf(file: ManifestFile, members: Members, requires: Requires): Manifest {
  const { release_set, versions, slipway = {} } = file;
  const settingsFor = settingsIn(slipway);
  const components: Component[] = [];
  for (const member of members.values()) {
    if (member.kind !== 'component' || member.version === null) continue;
    const { name, version } = member;
    components.push(componentOf(name, version, versions[name], requires.get(name) ?? [], settingsFor(name)));
  }
  return {
    set: release_set.id,
    components: components.sort((a, b) => (a.name < b.name ? -1 : 1)),
    ...(slipway['max-parallel'] === undefined ? {} : { maxParallel: slipway['max-parallel'] }),
    onFailure: slipway['on-failure'] ?? 'keep-going',
  };
}

function componentOf(
  name: string,
  version: string,
  entry: VersionEntry | undefined,
  requires: readonly Requirement[],
  settings: Settings,
): Component {
  const { git_tag: tag, git_commit: commit, binaries = [] } = typeof entry === 'object' ? entry : {};
  return {
    name,
    version,
    tag: tag || `v${version}`,
    ...(commit ? { commit: commit.toLowerCase() } : {}),
    requires,
    binaries,
    ...settings,
  };
}
