import { type ImportDeclaration, type Node, parseSync, type Span, type VariableDeclarator, Visitor } from 'oxc-parser';

export interface Import {
  /** As written; `null` where it is computed. */
  readonly specifier: string | null;
  /** Erased when compiled. */
  readonly isType: boolean;
  readonly line: number;
}

/** Something that code reaches for without being given it, by its global name: `process.env`, `new Date()`. */
export interface Reach {
  readonly name: string;
  readonly line: number;
}

/** What the rules need to know of a TypeScript file. */
export interface Source {
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly reaches: readonly Reach[];
}

/** A rule that a source breaks. */
export interface Violation {
  /** `path:line`. */
  readonly where: string;
  readonly what: string;
}

export function readSource(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} cannot be read: ${errors[0]?.message}`);
  const imports: Import[] = [];
  const reaches: Reach[] = [];
  const lineOf = ({ start }: Span): number => text.slice(0, start).split('\n').length;
  const imported = (node: Span, specifier: string | null, isType: boolean) =>
    imports.push({ specifier, isType, line: lineOf(node) });
  const reached = (node: Span, name: string | null) => {
    if (name !== null) reaches.push({ name: name.replace(/^globalThis\./, ''), line: lineOf(node) });
  };

  new Visitor({
    ImportDeclaration(node) {
      imported(node, node.source.value, isErased(node));
      for (const name of takenFromNode(node)) reached(node, name);
    },
    ExportNamedDeclaration(node) {
      if (node.source) imported(node, node.source.value, node.exportKind === 'type');
    },
    ExportAllDeclaration: (node) => void imported(node, node.source.value, node.exportKind === 'type'),
    ImportExpression: (node) => void imported(node, literal(node.source), false),
    TSImportType: (node) => void imported(node, node.source.value, true),
    TSExternalModuleReference: (node) => void imported(node, node.expression.value, false),
    CallExpression(node) {
      if (nameOf(node.callee) === 'require') imported(node, literal(node.arguments[0]), false);
    },
    MemberExpression: (node) => reached(node, nameOf(node)),
    NewExpression(node) {
      if (node.arguments.length === 0) reached(node, `new ${nameOf(node.callee) ?? '?'}()`);
    },
    VariableDeclarator(node) {
      for (const name of destructured(node)) reached(node, name);
    },
  }).visit(program);
  return { path, lines: text.trimEnd().split('\n').length, imports, reaches };
}

const isErased = ({ importKind, specifiers }: ImportDeclaration): boolean =>
  importKind === 'type' ||
  (specifiers.length > 0 && specifiers.every((one) => one.type === 'ImportSpecifier' && one.importKind === 'type'));

/** `process.env` of `import { env } from 'node:process'`. */
function takenFromNode({ source, specifiers }: ImportDeclaration): readonly string[] {
  const module = /^node:(?<name>.*)$/.exec(source.value)?.groups?.['name'];
  if (module === undefined) return [];
  return specifiers.flatMap((one) => (one.type === 'ImportSpecifier' ? [`${module}.${nameOf(one.imported)}`] : []));
}

/** `process.env` of `const { env } = process`. */
function destructured({ id, init }: VariableDeclarator): readonly string[] {
  const from = init && nameOf(init);
  if (!from || id.type !== 'ObjectPattern') return [];
  return id.properties.flatMap((one) => (one.type === 'Property' ? [`${from}.${nameOf(one.key)}`] : []));
}

/** `a.b.c`, also of `a['b'].c`; `null` for what is no chain of names. */
function nameOf(node: Node): string | null {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression') return literal(node);
  const object = nameOf(node.object);
  const property = node.computed ? literal(node.property) : nameOf(node.property);
  return object === null || property === null ? null : `${object}.${property}`;
}

const literal = (node: Node | undefined): string | null =>
  node?.type === 'Literal' && typeof node.value === 'string' ? node.value : null;
