import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startDouble } from './double.js';
import { readSeed } from './seed/seed.js';
import { RealClock } from './time/real-clock.js';

const help = `npm run double -- --seed FILE [--port N] [--factor N] [--act PATH]

  --seed FILE   what the world holds (examples/double/seed.yml is one)
  --port N      the API's port; server, uploads and storage have the next three (by default 8700)
  --factor N    how fast time passes (by default 1; 60: a minute a second)
  --act PATH    act, for workflows that the seed wants executed
`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    port: { type: 'string', default: '8700' },
    factor: { type: 'string', default: '1' },
    act: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** The double alone, for people who want to try a workflow by hand. */
export async function main(): Promise<void> {
  if (values.help || values.seed === undefined) return void process.stdout.write(help);
  const [port, factor] = [Number(values.port), Number(values.factor)];
  if (!Number.isInteger(port) || port < 0 || port > 65_532) throw new Error(`--port ${values.port} is no port`);
  if (!(factor > 0)) throw new Error(`--factor ${values.factor} must be a number above 0`);
  const path = process.env['PATH'] ?? '';
  const { builder, tokens } = readSeed(
    resolve(values.seed),
    values.act === undefined ? null : { act: resolve(values.act), path },
  );
  const double = await startDouble(builder, {
    clock: new RealClock(factor),
    ports: port === 0 ? {} : { api: port, server: port + 1, uploads: port + 2, storage: port + 3 },
  });
  const { api, server } = double.urls;
  const given = tokens.map((spec) => ({ spec, token: double.token(spec) }));
  const [first] = given;
  process.stdout.write(`The GitHub double listens.

  page    ${server}/
  API     ${api}   (GITHUB_API_URL)
  git     ${server}
${given.map(({ spec, token }) => `  token   ${token}   (${spec.kind}${'user' in spec ? `, ${spec.user}` : ''})\n`).join('')}
  curl -H 'Authorization: Bearer ${first?.token ?? ''}' ${api}/user

Ctrl-C ends it.
`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void double.stop().then(() => process.exit(0)));
  }
}
