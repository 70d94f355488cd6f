import type { Answer } from './answer.js';
import type { Refusal } from './refusal.js';

/** A refusal as GitHub writes it; `documentation`: the route's own page. */
export const errorAnswer = ({ status, message, details }: Refusal, documentation: string): Answer => ({
  status,
  body: {
    message,
    ...(details.errors ? { errors: details.errors } : {}),
    documentation_url: details.documentation ?? documentation,
    status: String(status),
  },
  headers: details.headers ?? {},
});

/** What GitHub's front door answers when what is behind it does not: a page, no JSON. */
export const frontDoorAnswer = (status: 500 | 502 | 503): Answer => ({
  status,
  bytes: `<html><head><title>${status}</title></head><body><h1>We had issues producing the response to your request.</h1></body></html>`,
  headers: { 'content-type': 'text/html; charset=utf-8' },
});
