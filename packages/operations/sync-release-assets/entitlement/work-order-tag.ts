import { digestOf, type Finding, hexOf } from '@slipway/domain';
import { type Fields, fieldsOf } from './document.js';
import { workOrderFields } from './status.js';

export type WorkOrderTag =
  | { readonly status: 'named'; readonly tag: string }
  | { readonly status: 'refused'; readonly findings: readonly [Finding, ...Finding[]] };

/** What somebody says the work order is, whatever its document says. */
export interface WorkOrderNames {
  readonly workOrderId?: string | number;
  readonly tenantId?: string | number;
}

/** The tag of a work order's release, where none was given: `workorder-<tenant>-<id>`. */
export function workOrderTag(workOrder: unknown, tenant: unknown, names: WorkOrderNames = {}): WorkOrderTag {
  const fields = workOrderFields(workOrder);
  const ofTenant = fieldsOf(tenant);
  const id = nameOf(names.workOrderId) ?? firstIn(fields, ['id', 'workorderid']);
  const tenantId =
    nameOf(names.tenantId) ?? firstIn(fields, ['tenant', 'tenantid']) ?? (ofTenant && firstIn([ofTenant], ['id']));
  if (id !== null && tenantId !== null) return { status: 'named', tag: tagOf(tenantId, id) };
  const [first, ...rest] = [
    ...(id === null ? [missing('id', 'work-order', 'give the work order an id, work_order_id or workOrderId')] : []),
    ...(tenantId === null
      ? [
          missing(
            'tenant',
            'work-order',
            'give the work order a tenant, tenant_id or tenantId, or the tenant file an id',
          ),
        ]
      : []),
  ];
  if (!first) throw new Error('one of the two is missing');
  return { status: 'refused', findings: [first, ...rest] };
}

/** A tenant may stand there whole: `{"tenant": {"id": …}}`. */
function firstIn(documents: readonly Fields[], keys: readonly string[]): string | null {
  for (const fields of documents)
    for (const key of keys) {
      const value = fields.get(key);
      const name = nameOf(fieldsOf(value)?.get('id') ?? value);
      if (name !== null) return name;
    }
  return null;
}

const nameOf = (value: unknown): string | null => {
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : null;
};

/** As long as both are told in full, tags stay well below what git and file systems take. */
const longest = 60;
const suffix = /-[0-9a-f]{16}$/;

/**
 * No two work orders have one tag: where characters were changed, or where the hyphens between tenant and id could be read in two
 * ways, a part of the digest of both stands at the end.
 */
function tagOf(tenant: string, id: string): string {
  const parts = [tenant, id].map(plainPart);
  const plain = ['workorder', ...parts].join('-');
  const isExact = parts[0] === tenant && parts[1] === id && !tenant.includes('-') && !suffix.test(id);
  if (isExact) return plain;
  const digest = hexOf(digestOf(JSON.stringify([tenant, id]))).slice(0, 16);
  return ['workorder', ...parts.filter((part) => part !== ''), digest].join('-');
}

/** Letters, digits, `_`, `-` and single dots inside: what git takes in a tag, wherever it stands in it. */
const plainPart = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/\.+/g, '.')
    .slice(0, longest)
    .replace(/^[.-]+|[.-]+$/g, '')
    .replace(/\.lock$/i, '-lock');

const missing = (what: string, where: string, remedy: string): Finding => ({
  code: 'bad-input',
  severity: 'error',
  what: `the work order tells no ${what}, from which the tag would be made`,
  where,
  remedy: `${remedy}; or give a tag`,
});
