import { durationRule, nameRule, refNameRule, versionRule } from '@slipway/domain';

/** What is told about one key: by editors (through the JSON Schema), by messages and by docs/manifest.md. */
export interface Key {
  readonly description: string;
  /** What may stand there; follows "write …". */
  readonly rule: string;
  /** A line of TOML that is right. */
  readonly example: string;
}

/** Names are unlike in all tables of the file, so one list holds them all. */
export const keys = {
  release_set: {
    description: 'The release set.',
    rule: '[release_set] and below it the id of the set',
    example: 'id = "set-2025-01A"',
  },
  id: {
    description: 'Names the release set; the release folder is called so.',
    rule: nameRule,
    example: 'id = "set-2025-01A"',
  },
  versions: {
    description:
      'The components of the set: each a table, or just its version. A table without a version is no component.',
    rule: '[versions] and below it a line for each component',
    example: 'app = "1.2.3"',
  },
  entry: {
    description: 'One component.',
    rule: 'a version or a table with a version',
    example: 'app = { version = "1.2.3", requires = ["library"] }',
  },
  version: { description: 'The version of the component.', rule: versionRule, example: 'version = "1.2.3"' },
  git_tag: {
    description: 'The tag that is built; v<version> where it is empty or absent.',
    rule: refNameRule,
    example: 'git_tag = "v1.2.3"',
  },
  git_commit: {
    description: 'The commit that is built; what the tag, else ref, says where it is empty or absent.',
    rule: 'all 40 (or 64) hexadecimal digits of a commit, or nothing at all',
    example: 'git_commit = ""',
  },
  requires: {
    description: 'Components of the set that are built first: name, name=1.2.3 or name with any semver range.',
    rule: 'an array of strings',
    example: 'requires = ["library", "tools>=1.2"]',
  },
  binaries: {
    description: 'File names that are executable in the archive.',
    rule: 'an array of file names without folders',
    example: 'binaries = ["app"]',
  },
  metadata: {
    description: 'Yours: kept, and not read.',
    rule: 'a table',
    example: 'metadata = { updated_by = "Release Team" }',
  },
  modules: {
    description: 'Yours: kept, and not read.',
    rule: 'a table',
    example: 'modules = {}',
  },
  slipway: {
    description: 'How components are built. Without this table the set can be planned, but not built.',
    rule: 'a table',
    example: 'slipway = { build = ["make"], artifacts = ["dist/*"] }',
  },
  owner: {
    description: 'Owner of the repositories: a component without a repository and a path is in <owner>/<component>.',
    rule: nameRule,
    example: 'owner = "your-organisation"',
  },
  build: {
    description:
      'The command that builds, as an array: program and arguments. {manifest-dir} is the folder of the manifest.',
    rule: 'an array of the program and its arguments',
    example: 'build = ["make", "dist"]',
  },
  artifacts: {
    description: 'Patterns of the files that a build makes, relative to its checkout.',
    rule: 'an array of patterns relative to the checkout, without ".."',
    example: 'artifacts = ["dist/*"]',
  },
  env: {
    description: "Environment variables of the build. A component's are added to those of [slipway].",
    rule: 'a table of names (letters, digits, "_") and strings',
    example: 'env = { CI = "true" }',
  },
  'pass-env': {
    description: 'Variables that the build sees although they look like secrets, or belong to GitHub or Slipway.',
    rule: 'an array of names of variables',
    example: 'pass-env = ["NPM_TOKEN"]',
  },
  tools: {
    description:
      "Tools that the build uses, each with a semver range (* for any). A component's are added to those of [slipway].",
    rule: 'a table of tools and semver ranges',
    example: 'tools = { node = ">=20", make = "*" }',
  },
  attempts: {
    description: 'How often a component is tried before it has failed. Default: 2.',
    rule: 'a whole number from 1 to 100',
    example: 'attempts = 2',
  },
  'retry-on': {
    description:
      'Which failures are tried again: infrastructure (could not start, killed from outside, disk full) or any. Default: infrastructure.',
    rule: '"infrastructure" or "any"',
    example: 'retry-on = "infrastructure"',
  },
  timeout: {
    description: 'The longest that one attempt may take. Default: 6h.',
    rule: durationRule,
    example: 'timeout = "30m"',
  },
  'max-parallel': {
    description: 'How many components are built at a time.',
    rule: 'a whole number from 1 to 1000',
    example: 'max-parallel = 4',
  },
  'on-failure': {
    description:
      'After a failure: keep-going builds all that does not depend on it, fail-fast begins nothing more. Default: keep-going.',
    rule: '"keep-going" or "fail-fast"',
    example: 'on-failure = "keep-going"',
  },
  components: {
    description: 'Settings of single components, over those of [slipway].',
    rule: 'a table for each component, [slipway.components.<name>]',
    example: 'components = { app = { timeout = "30m" } }',
  },
  component: {
    description: 'Settings of one component.',
    rule: 'a table',
    example: 'app = { timeout = "30m" }',
  },
  repository: {
    description:
      'owner/name on the GitHub server, or any address or path that git clones. Default: <owner>/<component>.',
    rule: 'owner/name, or an address or path that git clones',
    example: 'repository = "your-organisation/app"',
  },
  path: {
    description:
      "A checkout, a folder in one, or a folder in no repository; relative to the manifest's folder. Serves local builds only.",
    rule: 'the path of a git checkout',
    example: 'path = "../app"',
  },
  workflow: {
    description:
      'The file name of the workflow that builds the component in its own repository, started by workflow_dispatch.',
    rule: 'the file name of a workflow, without folders',
    example: 'workflow = "build.yml"',
  },
  event: {
    description: 'The type of repository_dispatch that starts the build in the own repository; instead of workflow.',
    rule: 'a word of at most 100 characters',
    example: 'event = "slipway-build"',
  },
  inputs: {
    description:
      'Sent along with workflow or event; {marker}, {component}, {version}, {tag}, {set} and {commit} are filled in.',
    rule: 'a table of names and strings',
    example: 'inputs = { mode = "release" }',
  },
  collect: {
    description:
      'Patterns of names of workflow artifacts, for a repository that does not follow the callee contract: only inputs are sent to it, and what it builds cannot be verified.',
    rule: 'an array of patterns of names of artifacts',
    example: 'collect = ["dist-*"]',
  },
  ref: {
    description:
      'The branch or tag that is built where git_commit is empty and the tag does not exist, and whose workflow is started.',
    rule: refNameRule,
    example: 'ref = "main"',
  },
} as const satisfies Readonly<Record<string, Key>>;

export type KeyName = keyof typeof keys;

/** Which key's value a path leads into; elements and members count as the value that they are part of. */
export function keyAt(path: readonly PropertyKey[]): KeyName {
  const [table, second, third, fourth] = path;
  if (table === 'versions' && second !== undefined) return known(third);
  if (table !== 'slipway' || second !== 'components') return known(second ?? table);
  return third === undefined ? 'components' : known(fourth, 'component');
}

const known = (name: PropertyKey | undefined, otherwise: KeyName = 'entry'): KeyName =>
  isKey(name) ? name : otherwise;

const isKey = (name: PropertyKey | undefined): name is KeyName => name !== undefined && Object.hasOwn(keys, name);
