import { type Finding, printed } from '@slipway/domain';
import { TomlError, parse } from 'smol-toml';
import type { Path } from './complaint.js';

/** What TOML holds, before anything is known about it. */
export type Table = Readonly<Record<string, unknown>>;

export type ReadToml =
  { readonly status: 'read'; readonly table: Table } | { readonly status: 'refused'; readonly finding: Finding };

/** Of errors of syntax only the first can be told: what comes after it has no certain meaning. */
export function readToml(text: string, file: string): ReadToml {
  try {
    // A number of theirs that is too big for us is no error of theirs.
    return { status: 'read', table: parse(text, { integersAsBigInt: 'asNeeded' }) };
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause;
    return { status: 'refused', finding: syntaxError(cause, text, file) };
  }
}

function syntaxError({ message, line, column }: TomlError, text: string, file: string): Finding {
  const reason = message.split('\n', 1)[0]?.replace(/^Invalid TOML document: /, '') ?? message;
  const found = text.split(/\r?\n/)[line - 1]?.trim();
  return {
    code: 'bad-input',
    severity: 'error',
    what: `this is no TOML: ${reason}`,
    where: `${file}:${line}:${column}`,
    remedy: found ? `correct the line ${printed(found)}` : 'the file ends too early: complete what was begun',
  };
}

/** A table's members; none where the value is no table. */
export const tableOf = (value: unknown): Table => (isTable(value) ? value : {});

export const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** Own members only, as a table may have a key `constructor` or none. */
export const valueAt = (root: Table, path: Path): unknown =>
  path.reduce<unknown>((value, part) => {
    if (Array.isArray(value)) return value[Number(part)];
    return isTable(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  }, root);
