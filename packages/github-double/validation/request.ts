import { parameterDepartures } from '../description/departures.js';
import { operationOf, type Parameter, parametersOf, type RouteName, type Schema } from '../description/description.js';
import { type Check, checkOf, type Misfit } from './schemas.js';

/** What a request's parts must be. Path and query are changed in place: texts become what the description says. */
export interface RequestChecks {
  path(values: Record<string, unknown>): readonly Misfit[];
  query(values: Record<string, unknown>): readonly Misfit[];
  /** `undefined` where no body came. */
  body(value: unknown): readonly Misfit[];
  readonly bodyType: 'json' | 'bytes' | 'none';
}

export function requestChecks(route: RouteName): RequestChecks {
  const parameters = parametersOf(route);
  const { requestBody } = operationOf(route);
  const schema = requestBody?.content['application/json']?.schema;
  return {
    path: checkOf(objectOf(parameters, 'path'), 'from-text'),
    query: checkOf(objectOf(parameters, 'query'), 'from-text'),
    body: schema ? bodyCheck(schema, requestBody?.required === true) : () => [],
    bodyType: schema ? 'json' : requestBody ? 'bytes' : 'none',
  };
}

const objectOf = (parameters: readonly Parameter[], place: Parameter['in']): Schema => {
  const here = parameters.filter((parameter) => parameter.in === place);
  return {
    type: 'object',
    properties: Object.fromEntries(here.map(({ name, schema }) => [name, parameterDepartures[name] ?? schema])),
    required: here.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  };
};

/** A key that the description does not have is a slip of the client, although the schema would allow it. */
function bodyCheck(schema: Schema, required: boolean): Check {
  const open = 'properties' in schema && !('additionalProperties' in schema);
  const check = checkOf(open ? { ...schema, additionalProperties: false } : schema, 'as-is');
  return (value) => {
    if (value === undefined && !required) return [];
    return check(value ?? {});
  };
}
