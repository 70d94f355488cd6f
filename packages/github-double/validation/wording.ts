import type { Misfit } from './schemas.js';

/**
 * A misfit of a request's body in GitHub's words, as its API answers them with 422: `Invalid request.` and a sentence that
 * names key and reason (the form is quoted in many issues, as in octokit/octokit.js#2075; the sentences for rarer reasons
 * are ours).
 */
export const invalidRequest = (misfits: readonly Misfit[]): string =>
  ['Invalid request.', ...misfits.map(sentence)].join('\n\n');

function sentence({ path, reason, keyword, params }: Misfit): string {
  if (keyword === 'required') return `${JSON.stringify(params['missingProperty'])} wasn't supplied.`;
  if (keyword === 'additionalProperties')
    return `${JSON.stringify(params['additionalProperty'])} is not a permitted key.`;
  return `For 'properties${path}', the value ${reason}.`;
}
