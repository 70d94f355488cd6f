import { responseDepartures } from '../description/departures.js';
import { operationOf, resolve, type RouteName, type Schema } from '../description/description.js';
import { type Check, checkOf, type Misfit } from './schemas.js';

/** Errors that any route may answer, whether its own description lists them or not. */
const anyError: Schema = {
  type: 'object',
  required: ['message', 'documentation_url'],
  properties: { message: { type: 'string' }, documentation_url: { type: 'string' }, status: { type: 'string' } },
};

const fits: Check = () => [];

/** Checks answers of one route, by status; a success that the description does not list never fits. */
export function responseChecks(route: RouteName): (status: number, body: unknown) => readonly Misfit[] {
  const checks = new Map<number, Check>();
  return (status, body) => {
    const check = checks.get(status) ?? checkFor(route, status);
    checks.set(status, check);
    return check(body);
  };
}

function checkFor(route: RouteName, status: number): Check {
  if (status === 304) return fits; // any GET may be conditional
  const response = operationOf(route).responses[String(status)];
  const described = response && resolve(response).content?.['application/json']?.schema;
  if (status >= 400) return checkOf(described ? { allOf: [anyError, anyOfThem(described)] } : anyError, 'as-is');
  if (!response)
    return () => [
      { path: '', reason: `has the status ${status}, which is not described`, keyword: 'status', params: {} },
    ];
  const schema = responseDepartures[`${route} ${status}`] ?? described;
  return schema ? checkOf(schema, 'as-is') : fits;
}

/** Errors are told apart by `oneOf` although the shorter form asks for nothing that the longer one has not. */
const anyOfThem = ({ oneOf, ...schema }: Schema): Schema =>
  oneOf === undefined ? schema : { ...schema, anyOf: oneOf };
