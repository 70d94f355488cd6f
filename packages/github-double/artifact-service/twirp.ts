/** Errors in the form of Twirp's specification: a code, its status, a sentence. */
const statuses = {
  malformed: 400,
  invalid_argument: 400,
  unauthenticated: 401,
  permission_denied: 403,
  not_found: 404,
  already_exists: 409,
} as const;

export class TwirpError extends Error {
  readonly code: keyof typeof statuses;

  constructor(code: keyof typeof statuses, message: string) {
    super(message);
    this.code = code;
  }

  get status(): number {
    return statuses[this.code];
  }
}

/** A request's fields, by their names in the protocol (`workflow_run_backend_id`). */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(json: string): Fields {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // said below
  }
  throw new TwirpError('malformed', 'the json request could not be decoded');
}

/** A text, which wrapped values (StringValue, Int64Value) and times are too in JSON; `null` where it is absent. */
export function optional(fields: Fields, name: string): string | null {
  const value = fields[name] ?? null;
  if (value === null || typeof value === 'string') return value;
  throw new TwirpError('invalid_argument', `${name} must be a string`);
}

export function required(fields: Fields, name: string): string {
  const value = optional(fields, name);
  if (value === null || value === '') throw new TwirpError('invalid_argument', `${name} is required`);
  return value;
}
