import { meantVersion, nameRule, nearest, printed } from '@slipway/domain';
import * as z from 'zod/mini';
import { type Complaint, error, type Path, tomlKey } from './complaint.js';
import { keyAt, keys } from './keys.js';
import { component, componentSettings, setSettings } from './schema.js';
import { isTable, type Table, tableOf, valueAt } from './toml.js';

type Issue = z.core.$ZodIssue;

/** What the declaration has against the file, in our words; of each value once. */
export function shapeComplaints(issues: readonly Issue[], file: Table): readonly Complaint[] {
  const complaints = new Map<string, Complaint>();
  const told = issues.flatMap((issue) => complaintsOf(issue, [], file));
  const dates = datesForTables(file).map((path) => complaintAbout(path, file));
  for (const complaint of [...told, ...prototypeKeys(file).map(badName), ...dates]) {
    const id = JSON.stringify(complaint.path);
    if (!complaints.has(id)) complaints.set(id, complaint);
  }
  return [...complaints.values()];
}

function complaintsOf(issue: Issue, base: Path, file: Table): readonly Complaint[] {
  const path = [...base, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...path, key]));
  if (issue.code === 'invalid_key') return [badName(path)];
  if (issue.code === 'invalid_union') {
    const inside = issue.errors.find(([first]) => first && first.path.length > 0);
    if (inside) return inside.flatMap((nested) => complaintsOf(nested, path, file));
  }
  return [complaintAbout(path, file)];
}

function complaintAbout(path: Path, file: Table): Complaint {
  const value = valueAt(file, path);
  return error(path, found(value), remedyFor(path, value));
}

/** zod passes over this one key wherever keys are free, lest a value become a prototype. */
function prototypeKeys(file: Table): readonly Path[] {
  const { versions, slipway } = file;
  const inVersions = Object.hasOwn(tableOf(versions), '__proto__') ? [['versions', '__proto__']] : [];
  return [...inVersions, ...prototypeKeysIn(tableOf(slipway), ['slipway'])];
}

/** `slipway.components.<name>.env` is the deepest table that has free keys. */
const prototypeKeysIn = (table: Table, path: Path): readonly Path[] =>
  Object.entries(table).flatMap(([key, value]) => {
    if (key === '__proto__') return [[...path, key]];
    return isTable(value) && path.length < 4 ? prototypeKeysIn(value, [...path, key]) : [];
  });

/** zod takes a date for an object without keys: what it says would be lost, and an entry of `[versions]` left out. */
function datesForTables({ versions, slipway }: Table): readonly Path[] {
  const datesIn = (value: unknown, path: Path): readonly Path[] => {
    const table = tableOf(value);
    const dates = Object.keys(table).filter((key) => table[key] instanceof Date);
    return dates.map((key) => [...path, key]);
  };
  const { components } = tableOf(slipway);
  return [
    ...datesIn({ slipway }, []),
    ...datesIn(versions, ['versions']),
    ...datesIn(components, ['slipway', 'components']),
  ];
}

/** A key that its table may not have, as it would name something that cannot be. */
function badName(path: Path): Complaint {
  const of = path.at(-2);
  if (of === 'env') return error(path, 'is no name of a variable', 'write letters, digits and "_", no digit in front');
  return error(path, `is no name of a ${of === 'tools' ? 'tool' : 'component'}`, `write a name of ${nameRule}`);
}

function found(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (value === '') return 'is empty';
  if (typeof value === 'string') return `is ${printed(value)}`;
  if (value instanceof Date) return 'is a date';
  if (Array.isArray(value)) return value.length === 0 ? 'is an empty array' : 'is an array';
  if (typeof value === 'boolean') return `is ${value}, a boolean`;
  if (typeof value === 'number' || typeof value === 'bigint') return `is ${value}, a number`;
  return 'is a table';
}

function remedyFor(path: Path, value: unknown): string {
  const key = keyAt(path);
  const line = key === path.at(-1) || key === 'entry' ? meantLine(String(path.at(-1)), key, value) : null;
  return line ? `write ${line}` : `write ${keys[key].rule}, as in ${keys[key].example}`;
}

/** The line that was probably meant. */
function meantLine(label: string, key: string, value: unknown): string | null {
  if (key === 'version' || key === 'entry') {
    const version = typeof value === 'string' || typeof value === 'number' ? meantVersion(String(value)) : null;
    return version && `${tomlKey(label)} = "${version}"`;
  }
  if (typeof value !== 'string' || value.trim() === '' || value.length > 60) return null;
  if (key === 'build') return `build = ${JSON.stringify(words(value))}`.replaceAll('","', '", "');
  const list = lists.get(key);
  const meant = [[value], value.trim().split(/[\s,]+/)].find((words) => list && z.safeParse(list, words).success);
  return meant ? `${key} = [${meant.map(printed).join(', ')}]` : null;
}

/** Keys whose value is a list, and what may stand in it: no advice is given that would be refused in its turn. */
const lists: ReadonlyMap<string, z.ZodMiniType> = new Map([
  ...Object.entries(component.shape).filter(([key]) => ['requires', 'binaries'].includes(key)),
  ...Object.entries(componentSettings.shape).filter(([key]) => ['artifacts', 'pass-env'].includes(key)),
]);

/** A command with anything in it that a shell reads goes to a shell. */
const words = (command: string): readonly string[] =>
  /^[\w\s./:=@+,-]+$/.test(command) ? command.trim().split(/\s+/) : ['sh', '-c', command];

function unknownKey(path: Path): Complaint {
  const key = String(path.at(-1));
  const ofSet = Object.keys(setSettings.shape);
  const ofComponent = Object.keys(componentSettings.shape);
  const isOfSet = path.length === 2;
  const known = isOfSet ? ofSet : ofComponent;
  const elsewhere = (isOfSet ? ofComponent : ofSet).includes(key);
  const close = nearest(key, known);
  if (elsewhere)
    return error(path, 'is in the wrong table', `move it to ${isOfSet ? '[slipway.components.<name>]' : '[slipway]'}`);
  const list = `known keys are ${known.join(', ')}`;
  return error(path, 'is no key of this table', close ? `did you mean ${close}? (${list})` : list);
}
