/** One thing that is wrong with a request, in the form of GitHub's validation errors. */
export interface FieldError {
  readonly resource: string;
  /** Absent where the whole is meant. */
  readonly field?: string;
  readonly code: 'missing' | 'missing_field' | 'invalid' | 'already_exists' | 'unprocessable' | 'custom';
  readonly message?: string;
}

interface Details {
  /** A sentence, where GitHub writes one instead of its list. */
  readonly errors?: readonly FieldError[] | readonly string[] | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where it is explained; by default the route's own page. */
  readonly documentation?: string;
}

/** Thrown by routes; answered as GitHub answers errors. */
export class Refusal extends Error {
  readonly status: number;
  readonly details: Details;

  constructor(status: number, message: string, details: Details = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

export const badRequest = (message: string): Refusal => new Refusal(400, message);
export const unauthorized = (message: string): Refusal => new Refusal(401, message);
export const forbidden = (message: string, headers: Readonly<Record<string, string>> = {}): Refusal =>
  new Refusal(403, message, { headers });
export const notFound = (): Refusal => new Refusal(404, 'Not Found');
export const conflict = (message: string): Refusal => new Refusal(409, message);
export const gone = (message: string): Refusal => new Refusal(410, message);
export const unprocessable = (message: string): Refusal => new Refusal(422, message);

/** `Validation Failed` with what is wrong, field by field. */
export const validationFailed = (...errors: readonly FieldError[]): Refusal =>
  new Refusal(422, 'Validation Failed', { errors });

/** `value`, or 404 where there is none. */
export function found<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw notFound();
  return value;
}
