import type { RouteName, Schema } from './description.js';

/** Parameters that GitHub reads differently from their own schema, by name. */
export const parameterDepartures: Readonly<Record<string, Schema>> = {
  // "Returns workflow runs created within the given date-time range. For more information on the syntax, see 'Understanding
  // the search syntax'" (its own prose), while the schema wants a single date and time.
  created: { type: 'string' },
  // An integer or a string, exactly one of them: in an address all that is an integer is a string as well.
  workflow_id: { type: 'string' },
};

/** Answers whose own schema is plainly wrong, and the one that is meant, by route and status. */
export const responseDepartures: Readonly<Partial<Record<`${RouteName} ${number}`, Schema>>> = {
  // An inlined copy of `installation` that asks for an account that is a user and (`allOf`) an enterprise at once; the
  // schema of that name, which the routes for a single installation use, has `anyOf`.
  'GET /app/installations 200': { type: 'array', items: { $ref: '#/components/schemas/installation' } },
};

/**
 * Where GitHub is known to answer what its own description does not allow, or the description is plainly wrong, with the
 * source. Each entry changes one schema before it is compiled.
 */
export const departures: Readonly<Record<string, (schema: Schema) => Schema>> = {
  // "This may leave an empty asset with a state of `starter`" (documentation of "Upload a release asset"), while the
  // description's enumeration has `uploaded` and `open` only.
  'release-asset': (schema) => withProperty(schema, 'state', { type: 'string', enum: ['uploaded', 'open', 'starter'] }),
};

const withProperty = (schema: Schema, name: string, property: Schema): Schema => ({
  ...schema,
  properties: { ...(schema['properties'] as Schema), [name]: property },
});
