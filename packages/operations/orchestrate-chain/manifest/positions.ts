import type { Finding } from '@slipway/domain';
import type { AST } from 'toml-eslint-parser';
import { type Complaint, keyText, type Path } from './complaint.js';

type Position = AST.TOMLNode['loc']['start'];

/** Gives complaints their lines, in the order of the file. Loads a second, slower parser: the first keeps no positions. */
export async function locate(complaints: readonly Complaint[], text: string, file: string): Promise<Finding[]> {
  if (complaints.length === 0) return [];
  const positions = await positionsOf(text);
  return complaints
    .map((complaint) => ({ complaint, at: positionOf(positions, complaint.path) }))
    .sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column)
    .map(({ complaint, at }) => findingOf(complaint, `${file}:${at.line}`));
}

const findingOf = ({ severity, path, what, remedy }: Complaint, where: string): Finding => ({
  code: 'bad-input',
  severity,
  what: `${keyText(path)} ${what}`,
  where,
  remedy,
});

/**
 * The same for tables that mostly have a header, `[versions.develop]`, which is found without the second parser: notices
 * are no reason to be slow. A string of several lines might hold what looks like a header, so there it is loaded after all.
 */
export async function locateTables(complaints: readonly Complaint[], text: string, file: string): Promise<Finding[]> {
  if (complaints.length === 0) return [];
  const headers = /"""|'''/.test(text) ? new Map<string, number>() : headersOf(text);
  const findings = complaints.flatMap((complaint) => {
    const line = headers.get(keyText(complaint.path));
    return line === undefined ? [] : [findingOf(complaint, `${file}:${line}`)];
  });
  return findings.length === complaints.length ? findings : locate(complaints, text, file);
}

function headersOf(text: string): ReadonlyMap<string, number> {
  const headers = new Map<string, number>();
  for (const [index, line] of text.split('\n').entries()) {
    const [, header] = /^\s*\[([^\]]+)\]/.exec(line) ?? [];
    if (header !== undefined) headers.set(header.replaceAll(/\s/g, ''), index + 1);
  }
  return headers;
}

/** What is missing is looked for where it should be: in its table, else at the top. */
function positionOf(positions: ReadonlyMap<string, Position>, path: Path): Position {
  for (let end = path.length; end > 0; end--) {
    const position = positions.get(idOf(path.slice(0, end)));
    if (position) return position;
  }
  return { line: 1, column: 0 };
}

const idOf = (path: Path): string => JSON.stringify(path);

/** Where each path is mentioned first. */
async function positionsOf(text: string): Promise<ReadonlyMap<string, Position>> {
  const { ParseError, parseTOML } = await import('toml-eslint-parser');
  const positions = new Map<string, Position>();
  try {
    for (const node of parseTOML(text, { tomlVersion: '1.1' }).body[0].body) mark(positions, [], node);
  } catch (cause) {
    // The two parsers may differ about the odd corner of TOML: a finding without its line is better than none.
    if (!(cause instanceof ParseError)) throw cause;
  }
  return positions;
}

function mark(positions: Map<string, Position>, base: Path, node: AST.TOMLTable | AST.TOMLKeyValue): void {
  if (node.type === 'TOMLTable') {
    markPath(positions, [], node.resolvedKey, node.loc.start);
    for (const member of node.body) mark(positions, node.resolvedKey, member);
  } else {
    const keys = node.key.keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value));
    markPath(positions, base, keys, node.loc.start);
    markValue(positions, [...base, ...keys], node.value);
  }
}

function markValue(positions: Map<string, Position>, path: Path, value: AST.TOMLContentNode): void {
  if (value.type === 'TOMLInlineTable') for (const member of value.body) mark(positions, path, member);
  if (value.type !== 'TOMLArray' || path.length >= deepest) return;
  for (const [index, element] of value.elements.entries()) {
    markPath(positions, path, [index], element.loc.start);
    markValue(positions, [...path, index], element);
  }
}

/** No complaint has a longer path: `slipway.components.<name>.artifacts[0]`. */
const deepest = 5;

/** `[a.b]` mentions `a` too, which may have no line of its own. */
function markPath(positions: Map<string, Position>, base: Path, keys: Path, position: Position): void {
  for (let end = 1; end <= keys.length && base.length + end <= deepest; end++) {
    const id = idOf([...base, ...keys.slice(0, end)]);
    if (!positions.has(id)) positions.set(id, position);
  }
}
