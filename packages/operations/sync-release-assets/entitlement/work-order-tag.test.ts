import { isRefName } from '@slipway/domain';
import fc from 'fast-check';
import { workOrderTag } from './work-order-tag.js';

const tagOf = (workOrder: unknown, tenant?: unknown): string => {
  const named = workOrderTag(workOrder, tenant);
  return named.status === 'named' ? named.tag : named.findings.map(({ remedy }) => remedy).join(' / ');
};

test.each([
  [{ id: 'WO-17', tenant: 'acme' }, undefined],
  [{ work_order_id: 'WO-17', tenant_id: 'acme' }, undefined],
  [{ workOrderId: 'WO-17', tenantId: 'acme' }, undefined],
  [{ order: { ID: ' WO-17 ' } }, { id: 'acme' }],
  [{ id: 'WO-17', tenant: { id: 'acme', name: 'Acme' } }, { id: 'other' }],
])('%j and %j have the tag workorder-acme-WO-17', (workOrder, tenant) => {
  expect(tagOf(workOrder, tenant)).toBe('workorder-acme-WO-17');
});

test('numbers are ids too', () => {
  expect(tagOf({ id: 17, tenant: 3 })).toBe('workorder-3-17');
});

test('what is said goes before what the documents say', () => {
  const named = workOrderTag({ id: 'a', tenant: 'b' }, { id: 'c' }, { workOrderId: 17, tenantId: 'acme' });

  expect(named).toEqual({ status: 'named', tag: 'workorder-acme-17' });
});

test.each([
  ['acme corp', '17', /^workorder-acme-corp-17-[0-9a-f]{16}$/],
  ['acme-corp', '17', /^workorder-acme-corp-17-[0-9a-f]{16}$/],
  ['../..', 'x.lock', /^workorder-x-lock-[0-9a-f]{16}$/],
  ['日本', '17', /^workorder-17-[0-9a-f]{16}$/],
])('of %j and %j a part of the digest keeps it apart from others', (tenant, id, shape) => {
  expect(tagOf({ tenant, id })).toMatch(shape);
});

test('what is missing is named with its keys', () => {
  expect(tagOf({})).toBe(
    'give the work order an id, work_order_id or workOrderId; or give a tag / give the work order a tenant, tenant_id or tenantId, or the tenant file an id; or give a tag',
  );
});

const names = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'B', '1', '-', '.', '/', ' ', '~', '日') }),
  fc.string({ unit: 'binary' }),
  fc.string({ minLength: 50, maxLength: 300 }),
);
const orders = fc
  .record({ tenant: names, id: names })
  .filter(({ tenant, id }) => tenant.trim() !== '' && id.trim() !== '');

test('every tag is one that git takes', () => {
  fc.assert(fc.property(orders, (order) => expect(isRefName(tagOf(order))).toBe(true)));
});

test('no two work orders have the same tag', () => {
  fc.assert(
    fc.property(orders, orders, (a, b) => {
      const isSame = a.tenant.trim() === b.tenant.trim() && a.id.trim() === b.id.trim();

      expect(tagOf(a) === tagOf(b)).toBe(isSame);
    }),
    { numRuns: 3000 },
  );
});

test('hyphens that could be read in two ways do not make two work orders one', () => {
  expect(tagOf({ tenant: 'a-b', id: 'c' })).not.toBe(tagOf({ tenant: 'a', id: 'b-c' }));
  const crafted = tagOf({ tenant: 'a-b', id: 'c' }).slice('workorder-a-'.length);
  expect(tagOf({ tenant: 'a', id: crafted })).not.toBe(tagOf({ tenant: 'a-b', id: 'c' }));
});
