/**
 * Whether an address is the API's own, or of its family, so that a token may be sent there: `uploads.github.com` beside
 * `api.github.com`, `/api/uploads` on the same server, or both on this machine.
 */
export function isFamily(apiUrl: string, address: string): boolean {
  const [api, other] = [new URL(apiUrl), new URL(address)];
  if (api.protocol !== other.protocol) return false;
  if (api.host === other.host || (isLoopback(api) && isLoopback(other))) return true;
  return api.port === other.port && api.hostname.startsWith('api.') && other.hostname === uploadsBeside(api.hostname);
}

const uploadsBeside = (host: string): string => host.replace(/^api\./, 'uploads.');
const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
