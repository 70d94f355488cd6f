import type { Octokit } from '@octokit/core';

/** Why a request did not end as it should. */
export type Failure =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** GitHub's words. */
      readonly message: string;
      /** Of the single errors: `already_exists`. */
      readonly codes: readonly string[];
      readonly headers: Readonly<Record<string, string | number | undefined>>;
    }
  /** It never reached GitHub. */
  | { readonly kind: 'unsent'; readonly message: string }
  /** It may have reached GitHub; the answer did not come, or not whole. */
  | { readonly kind: 'lost'; readonly message: string };

/** What octokit gives back, and puts into its errors. */
export type Response = Awaited<ReturnType<Octokit['request']>>;

/** Names, addresses, connections and certificates that failed before a request could leave. */
const beforeSending =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_.*|CERT_.*|SELF_SIGNED_.*|DEPTH_ZERO_.*|UNABLE_TO_.*)$/;

/** Reads an error that octokit threw. */
export function failureOf(error: unknown): Failure {
  const response = responseIn(error);
  if (response) return isCutOff(response) ? cutOff : answered(response);
  return { kind: beforeSending.test(codeOf(innermost(error))) ? 'unsent' : 'lost', message: complaintOf(error) };
}

/** What an error says: `fetch failed` says nothing, its innermost cause does. */
export function complaintOf(error: unknown): string {
  const reason = innermost(error);
  const [code, message] = [codeOf(reason), messageOf(reason)];
  return code === '' || message.startsWith(code) ? message : [code, message].filter(Boolean).join(': ');
}

export const cutOff: Failure = { kind: 'lost', message: 'the answer was cut off' };

/** Octokit takes an answer whose body breaks off for one with an empty body; GitHub's empty ones say so by 204 or their length. */
export const isCutOff = ({ status, headers, data }: Response): boolean =>
  status >= 200 &&
  status < 300 &&
  ![204, 205].includes(status) &&
  (data === '' || (data instanceof ArrayBuffer && data.byteLength === 0)) &&
  String(headers['content-length']) !== '0';

/** The response in an error of octokit's. */
export const responseIn = (error: unknown): Response | null =>
  isObject(error) && isResponse(error['response']) ? error['response'] : null;

const isResponse = (value: unknown): value is Response =>
  isObject(value) && typeof value['status'] === 'number' && isObject(value['headers']);

function answered({ status, headers, data }: Response): Failure {
  const body = isObject(data) ? data : {};
  const errors = Array.isArray(body['errors']) ? body['errors'].filter(isObject) : [];
  const codes = errors.flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
  const words = [body['message'], ...errors.map(({ message, code, field }) => message ?? [field, code].join(' '))];
  const message = words.filter((word) => typeof word === 'string').join(', ');
  return { kind: 'answered', status, message: message.replace(/\s+/g, ' '), codes, headers };
}

function innermost(error: unknown): unknown {
  return isObject(error) && isObject(error['cause']) ? innermost(error['cause']) : error;
}

const codeOf = (error: unknown): string => (isObject(error) && typeof error['code'] === 'string' ? error['code'] : '');
const messageOf = (error: unknown): string =>
  isObject(error) && typeof error['message'] === 'string' ? error['message'] : String(error);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
