import fc from 'fast-check';
import { decideEntitlement, type EntitlementFacts } from './decide.js';

const feature = 'artifacts_download';
const outcome = (facts: Partial<EntitlementFacts>) => decideEntitlement({ feature, ...facts }).outcome;
const done = (part: object) => ({ status: 'completed', ...part });

const keys = ['purchases', 'purchased_features', 'purchasedFeatures', 'features', 'entitlements', 'addons', 'Features'];
const grants: readonly (readonly [string, unknown])[] = [
  ['a string', feature],
  ['a string in other case', ' Artifacts_Download '],
  ['a list of strings', ['x', feature]],
  ...['id', 'name', 'sku', 'key', 'SKU'].map((key) => [`a list of objects by ${key}`, [{ [key]: feature }]] as const),
  ['a list of objects that are enabled', [{ id: feature, enabled: true }]],
  ...[true, 1, 'true', 'yes', 'enabled', 'YES', { enabled: true }].map(
    (value) => [`a map to ${JSON.stringify(value)}`, { [feature]: value }] as const,
  ),
];
const denials: readonly (readonly [string, unknown])[] = [
  ['another string', 'other'],
  ['an empty list', []],
  ['another list', ['other', { id: 'other' }]],
  ...[false, 0, 2, 'no', '', null, { enabled: false }, {}, [true]].map(
    (value) => [`a map to ${JSON.stringify(value)}`, { [feature]: value }] as const,
  ),
  ['a list with an object that is not enabled', [{ id: feature, enabled: false }]],
  ['a number', 7],
  ['null', null],
];

describe.each(keys)('under %s', (key) => {
  test.each(grants)('%s grants', (_, value) => {
    expect(outcome({ workOrder: done({ [key]: value }) })).toBe('entitled');
    expect(outcome({ workOrder: { order: { [key]: value } } })).toBe('entitled');
    expect(outcome({ workOrder: {}, tenant: { [key]: value } })).toBe('entitled');
    expect(outcome({ tenant: { account: { [key]: value } } })).toBe('entitled');
  });

  test.each(denials)('%s does not', (_, value) => {
    expect(outcome({ workOrder: done({ [key]: value }), tenant: { [key]: value } })).toBe('not-entitled');
  });
});

test('two levels down is too deep', () => {
  expect(outcome({ workOrder: { a: { b: { features: [feature] } } } })).toBe('not-entitled');
});

test('without work order and tenant nobody is asked', () => {
  expect(outcome({})).toBe('not-asked');
  expect(outcome({ force: '1' })).toBe('not-asked');
  expect(outcome({ disable: '1' })).toBe('disabled');
});

test.each([
  ['completed', 'entitled'],
  [' COMPLETED ', 'entitled'],
  [null, 'entitled'],
  [undefined, 'entitled'],
  ['failed', 'not-completed'],
  ['', 'not-completed'],
  [true, 'not-completed'],
])('with the status %j it is %s, forced or not', (status, expected) => {
  const workOrder = { status, features: feature };

  expect(outcome({ workOrder })).toBe(expected);
  expect(outcome({ workOrder: { workorder: workOrder } })).toBe(expected);
  expect(outcome({ workOrder: { ...workOrder, features: [] }, force: '1' })).toBe(expected);
});

test('what is no object is told and counts as no', () => {
  const { outcome: decided, findings } = decideEntitlement({ feature, workOrder: [feature], tenant: { features: 7 } });

  expect(decided).toBe('not-entitled');
  expect(findings.map(({ where, what }) => `${where}: ${what}`)).toEqual([
    'work-order: a list says nothing about features, and counts as no',
    'tenant: features: a number says nothing about features, and counts as no',
  ]);
});

test('where two disagree it is yes, with a warning that names both', () => {
  const { outcome: decided, findings } = decideEntitlement({
    feature,
    workOrder: { features: { [feature]: false } },
    tenant: { addons: [feature] },
  });

  expect(decided).toBe('entitled');
  expect(findings).toMatchObject([
    {
      severity: 'warning',
      what: `tenant: addons grants ${feature} and work-order: features.${feature} denies it; it is granted`,
    },
  ]);
});

test('a switch that is set to something else is off, and told', () => {
  const { outcome: decided, findings } = decideEntitlement({ feature, workOrder: {}, force: 'true', disable: 'yes' });

  expect(decided).toBe('not-entitled');
  expect(findings.map(({ where }) => where)).toEqual(['PLATFORM_DISABLE_RELEASE_SYNC', 'PLATFORM_FORCE_RELEASE_SYNC']);
});

const json = fc.oneof(
  fc.jsonValue(),
  fc.dictionary(fc.constantFrom('features', 'order', 'status', 'addons', 'id'), fc.jsonValue()),
);

test('no document makes it fail, disabled wins over everything, and a status over every yes', () => {
  fc.assert(
    fc.property(json, json, (workOrder, tenant) => {
      expect(outcome({ workOrder, tenant, disable: '1', force: '1' })).toBe('disabled');
      expect(['entitled', 'not-completed']).toContain(outcome({ workOrder, tenant, force: '1' }));
      expect(outcome({ workOrder: { ...Object(workOrder), status: 'open' }, tenant, force: '1' })).toBe(
        'not-completed',
      );
    }),
  );
});

test('one more grant never takes an entitlement away', () => {
  fc.assert(
    fc.property(json, json, fc.constantFrom(...grants), (workOrder, tenant, [, grant]) => {
      const before = outcome({ workOrder, tenant });

      const after = outcome({ workOrder, tenant: { granted: { features: grant }, was: tenant } });

      expect(after).toBe(before === 'not-completed' ? 'not-completed' : 'entitled');
    }),
  );
});
