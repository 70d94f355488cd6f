import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { departures } from '../description/departures.js';
import { openApi, type Schema } from '../description/description.js';
import { toJsonSchema } from '../description/json-schema.js';

/** Where a value does not fit: `/ref`, empty for the whole, and why. */
export interface Misfit {
  readonly path: string;
  readonly reason: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export type Check = (value: unknown) => readonly Misfit[];

/** Texts become numbers and booleans only where all values arrive as texts: in addresses. */
type Reading = 'as-is' | 'from-text';

const compilers: Partial<Record<Reading, Ajv>> = {};

/** A check for `schema`, whose references point into GitHub's description. It is compiled when it is first needed. */
export function checkOf(schema: Schema, reading: Reading): Check {
  let validate: ValidateFunction | undefined;
  return (value) => {
    validate ??= (compilers[reading] ??= compiler(reading)).compile(outside(toJsonSchema(schema)));
    return validate(value) ? [] : (validate.errors ?? []).map(misfit);
  };
}

function compiler(reading: Reading): Ajv {
  const ajv = new Ajv({
    strict: false,
    meta: false,
    validateSchema: false,
    // Most checks are asked once or twice: to make them quickly is worth more than to make them quick.
    inlineRefs: false,
    code: { optimize: false },
    coerceTypes: reading === 'from-text',
    useDefaults: reading === 'from-text',
    formats: { timestamp: addFormats.default.get('date-time', 'fast'), 'repo.nwo': /^[^/]+\/[^/]+$/, binary: true },
  });
  addFormats.default(ajv, { mode: 'fast', formats: ['uri', 'date-time', 'email', 'int64'] });
  return ajv.addSchema({ $id: 'github', components: { schemas: schemas() } });
}

let converted: Readonly<Record<string, unknown>> | undefined;

/** Converted once, and only when the first check is made. */
function schemas(): Readonly<Record<string, unknown>> {
  converted ??= Object.fromEntries(
    Object.entries(openApi.components['schemas'] ?? {}).map(([name, schema]) => [
      name,
      toJsonSchema(departures[name]?.(schema as Schema) ?? schema),
    ]),
  );
  return converted;
}

/** The description's references are relative to it; a route's own schema is compiled apart from it. */
const outside = (schema: unknown): Schema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"github#/')) as Schema; // the same shape

function misfit({ instancePath, message, keyword, params }: ErrorObject): Misfit {
  const allowed = keyword === 'enum' ? `: ${(params['allowedValues'] as unknown[]).join(', ')}` : '';
  return { path: instancePath, reason: `${message ?? keyword}${allowed}`, keyword, params };
}
