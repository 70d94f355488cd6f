import { fieldsOf, kindOf, plainKey, plainWord } from './document.js';

/** What one place says about the feature. `wrong-type` counts as no. */
export interface Statement {
  /** `work-order: order.purchases` */
  readonly where: string;
  readonly says: 'yes' | 'no' | 'not-named' | 'wrong-type';
  /** Where the type is wrong: what was found. */
  readonly found?: string;
}

/** `purchased_features` and `purchasedFeatures` are the same key here. */
const featureKeys = new Set(['purchases', 'purchasedfeatures', 'features', 'entitlements', 'addons']);

/** All places of a document that may name the feature: its own keys, and those of the objects one level down. */
export function statementsIn(document: unknown, name: string, feature: string): readonly Statement[] {
  const top = Object.entries(objectOr(document));
  if (fieldsOf(document) === null) return [{ where: name, says: 'wrong-type', found: kindOf(document) }];
  const wanted = plainWord(feature);
  return [
    ...statementsAt(top, `${name}: `, wanted),
    ...top.flatMap(([key, value]) =>
      featureKeys.has(plainKey(key)) ? [] : statementsAt(Object.entries(objectOr(value)), `${name}: ${key}.`, wanted),
    ),
  ];
}

const objectOr = (value: unknown): object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

const statementsAt = (entries: readonly [string, unknown][], prefix: string, wanted: string): readonly Statement[] =>
  entries.flatMap(([key, value]) => (featureKeys.has(plainKey(key)) ? statements(value, prefix + key, wanted) : []));

/** `null` is as good as a missing key. */
function statements(value: unknown, where: string, wanted: string): readonly Statement[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'string') return [{ where, says: plainWord(value) === wanted ? 'yes' : 'not-named' }];
  if (Array.isArray(value)) return inList(value, where, wanted);
  const entries = fieldsOf(value) && Object.entries(value);
  return entries ? inMap(entries, where, wanted) : [{ where, says: 'wrong-type', found: kindOf(value) }];
}

function inList(list: readonly unknown[], where: string, wanted: string): readonly Statement[] {
  const wrong = list.flatMap((item, index): Statement[] =>
    typeof item === 'string' || fieldsOf(item) !== null
      ? []
      : [{ where: `${where}[${index}]`, says: 'wrong-type', found: kindOf(item) }],
  );
  const named = list.filter((item) => isNamed(item, wanted)).map(switched);
  return [
    ...(named.length > 0 ? named.map((says) => ({ where, ...says })) : [{ where, says: 'not-named' as const }]),
    ...wrong,
  ];
}

/** An entry of a list grants by being there, unless it says itself that it is not enabled. */
const switched = (item: unknown): Pick<Statement, 'says' | 'found'> =>
  fieldsOf(item)?.has('enabled') ? truth(item) : { says: 'yes' };

function isNamed(item: unknown, wanted: string): boolean {
  if (typeof item === 'string') return plainWord(item) === wanted;
  const fields = fieldsOf(item);
  return ['id', 'name', 'sku', 'key'].some((key) => {
    const value = fields?.get(key);
    return typeof value === 'string' && plainWord(value) === wanted;
  });
}

function inMap(entries: readonly [string, unknown][], where: string, wanted: string): readonly Statement[] {
  const named = entries.filter(([key]) => plainWord(key) === wanted);
  if (named.length === 0) return [{ where, says: 'not-named' }];
  return named.map(([key, value]) => ({ where: `${where}.${key}`, ...truth(value) }));
}

const yes = new Set<unknown>([true, 1, 'true', 'yes', 'enabled']);

function truth(value: unknown): Pick<Statement, 'says' | 'found'> {
  const fields = fieldsOf(value);
  const told = fields?.has('enabled') ? fields.get('enabled') : value;
  if (yes.has(typeof told === 'string' ? plainWord(told) : told)) return { says: 'yes' };
  return told === null || ['boolean', 'number', 'string'].includes(typeof told)
    ? { says: 'no' }
    : { says: 'wrong-type', found: kindOf(told) };
}
