import type { Readable } from 'node:stream';

/** What a route answers. */
export interface Answer {
  readonly status: number;
  /** Sent as JSON and checked against the description; absent for an empty body. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly bytes?: Buffer | Readable | string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Headers = Readonly<Record<string, string>>;

export const ok = (body: unknown, headers: Headers = {}): Answer => ({ status: 200, body, headers });
export const created = (body: unknown, location?: string): Answer => ({
  status: 201,
  body,
  headers: location === undefined ? {} : { location },
});
export const accepted = (): Answer => ({ status: 202, body: {} });
export const noContent = (): Answer => ({ status: 204 });
export const redirect = (location: string): Answer => ({ status: 302, headers: { location } });
export const bytes = (content: Buffer | Readable | string, type: string, headers: Headers = {}): Answer => ({
  status: 200,
  bytes: content,
  headers: { 'content-type': type, ...headers },
});
