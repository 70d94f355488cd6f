import { Refusal } from './refusal.js';

/** Newest first. Requests that name none get the oldest (GitHub's page on API versions). */
const supported = ['2026-03-10', '2022-11-28'] as const;

export type ApiVersion = (typeof supported)[number];

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The version that a request asks for; refuses others as GitHub does (quoted in expipiplus1/update-nix-fetchgit#79). */
export function apiVersionOf(headers: Headers): ApiVersion {
  const [newest, oldest] = supported;
  const wanted = headers['x-github-api-version'] ?? oldest;
  const version = supported.find((one) => one === wanted);
  if (version) return version;
  const sentence =
    `The version you specified in the "X-GitHub-API-Version" request header, "${String(wanted)}", is not a supported ` +
    `version. The following versions are currently supported: "${newest}" (most recent) and "${oldest}".`;
  throw new Refusal(400, 'Bad Request', { errors: sentence, documentation: 'https://docs.github.com/rest' });
}
