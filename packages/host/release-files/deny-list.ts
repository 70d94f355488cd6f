import picomatch from 'picomatch';

/** What holds secrets by its name, wherever it stands. Files that are meant to be filled in (`.env.example`) hold none. */
const patterns = [
  '**/.env',
  '**/.env.!(example|sample|template|dist)',
  '**/.git',
  '**/.git/**',
  '**/*.{pem,key,p12,pfx,ppk,jks,keystore,kdbx}',
  '**/id_{rsa,dsa,ecdsa,ed25519}',
  '**/{.ssh,.gnupg,.aws,.azure,.kube,.docker}/**',
  '**/.config/{gcloud,gh}/**',
  '**/{.netrc,_netrc,.git-credentials,.npmrc,.yarnrc.yml,.pypirc,.pgpass,.my.cnf,.htpasswd,.dockercfg,.vault-token,.terraformrc}',
  '**/{credentials,credentials.json,application_default_credentials.json}',
  '**/.{cargo,gem}/{credentials,credentials.toml}',
  '**/auth.json',
];

/** Made when it is first asked: most starts look at no files, or end before. */
let matches: picomatch.Matcher | null = null;

/** Whether a path (relative, `/` between its parts) is of a kind that holds secrets: never released unless named itself. */
export const isDenied = (path: string): boolean => (matches ??= picomatch(patterns, { dot: true, flags: 'is' }))(path);
