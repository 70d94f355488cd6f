import type { Schema } from './description.js';

/**
 * OpenAPI 3.0 says `nullable`, which ajv knows only beside `type` and without `enum`. Written here as `anyOf` with null, so
 * that it means the same everywhere. What is not a schema passes through.
 */
export function toJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toJsonSchema);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = node as Schema;
  const converted = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, toJsonSchema(value)]));
  if (typeof nullable === 'object') return { ...converted, nullable: toJsonSchema(nullable) }; // a property of that name
  return nullable === true ? { anyOf: [converted, { type: 'null' }] } : converted;
}
