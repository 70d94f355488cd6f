import { printed } from '@slipway/domain';
import type {
  ArchiveComparison,
  Aspect,
  ComparisonReport,
  FileComparison,
  MemberComparison,
  MemberFacts,
} from './report.js';

/** So many members of an archive are told to people; programs get all of them. */
const mostMembers = 20;

/** The report for people, line by line; what is the same is only counted. Names from archives are quoted and escaped. */
export const comparisonText = (report: ComparisonReport): readonly string[] => [
  ...(['a', 'b'] as const).map((side) => {
    const { name, kind, files } = report[side];
    return `${side}: ${name} (${kinds[kind]}, ${files} ${files === 1 ? 'file' : 'files'})`;
  }),
  ...report.files.flatMap(fileLines),
  conclusion(report),
];

const kinds = { folder: 'folder', checksums: 'checksums', record: 'release.json' } as const;

function fileLines(file: FileComparison): readonly string[] {
  switch (file.status) {
    case 'same':
      return [];
    case 'missing':
      return [`missing in ${file.in}: ${printed(file.name)}${file.size === null ? '' : ` (${file.size} bytes)`}`];
    case 'different':
      return [`different: ${printed(file.name)}${sizes(file.a.size, file.b.size)}`, ...archiveLines(file.archive)];
  }
}

function sizes(a: number | null, b: number | null): string {
  if (a === null || b === null) return '';
  return a === b ? ` (${a} bytes in both)` : ` (${change(a, b)} bytes)`;
}

function archiveLines(archive: ArchiveComparison | null): readonly string[] {
  if (archive === null) return [];
  const { members, order } = archive;
  if (members.length === 0 && order === null)
    return ['  the members are the same; the archives are packed differently (compression, padding, headers)'];
  const more = members.length - mostMembers;
  return [
    ...members.slice(0, mostMembers).map((member) => `  ${memberLine(member)}`),
    ...(more > 0 ? [`  … and ${more} more members (all of them with --json)`] : []),
    ...(order === null ? [] : [`  order: ${printed(order.a)} in a stands where ${printed(order.b)} stands in b`]),
  ];
}

function memberLine(member: MemberComparison): string {
  if (member.status === 'missing')
    return `missing in ${member.in}: ${printed(member.path)} (${member.entry.size} bytes)`;
  const { path, aspects, a, b } = member;
  return `${printed(path)}: ${aspects.map((aspect) => `${aspect} (${aspectChange[aspect](a, b)})`).join(', ')}`;
}

const change = (a: string | number | null, b: string | number | null): string => `${a ?? 'none'} → ${b ?? 'none'}`;

const aspectChange: Readonly<Record<Aspect, (a: MemberFacts, b: MemberFacts) => string>> = {
  content: (a, b) => (a.size === b.size ? `${a.size} bytes in both` : `${change(a.size, b.size)} bytes`),
  type: (a, b) => change(a.type, b.type),
  mode: (a, b) => change(a.mode, b.mode),
  time: (a, b) => change(a.time, b.time),
  owner: (a, b) => change(printed(a.owner), printed(b.owner)),
  target: (a, b) => change(printed(a.target), printed(b.target)),
};

function conclusion({ outcome, files }: ComparisonReport): string {
  const count = (status: FileComparison['status']): number => files.filter((file) => file.status === status).length;
  const counts = (['same', 'missing', 'different'] as const).map((status) => `${count(status)} ${status}`).join(', ');
  return outcome === 'damaged' ? `${counts}; damaged` : counts;
}
