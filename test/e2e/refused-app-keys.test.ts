import { generateKeyPairSync } from 'node:crypto';
import { RealClock } from '@slipway/github-double';
import { acme } from '../contract/a-github-chain.js';
import { annotations, onGithub } from './a-github.js';

const patience = 600_000;

const pem = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

test(
  'the key of an App that has expired, an App that is none, and a key that is none',
  () => {
    const { publicKey } = pem();
    const key = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const permissions = { actions: 'write', contents: 'write' } as const;
    const start = acme().app('slipway', { permissions, publicKey: key, installations: { acme: 'all' } });
    return onGithub(
      start,
      async ({ step, done }) => {
        const other = pem().privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
        done();

        const expired = await step({ 'app-id': 'slipway', 'app-private-key': other });
        const unknown = await step({ 'app-id': 'slipvay', 'app-private-key': other });
        const broken = await step({ 'app-id': 'slipway', 'app-private-key': other.slice(40) });

        expect(annotations(expired)).toEqual([
          "acme/releases: GitHub does not accept the App's id and key (401 A JSON web token could not be decoded); give one that is valid: it may have expired",
        ]);
        expect(annotations(unknown)).toEqual([
          expect.stringContaining("GitHub does not accept the App's id and key (401"),
        ]);
        expect(annotations(broken)).toEqual([
          'app-private-key: the private key of the App cannot be used; give the whole PEM file that GitHub gave out, with its first and last line',
        ]);
        expect([expired, unknown, broken].map(({ code }) => code)).toEqual([1, 1, 1]);
        for (const { log, summary } of [expired, unknown, broken])
          expect(log.replaceAll(/^::add-mask::.*$/gm, '') + summary).not.toContain(other.split('\n')[3]);
        expect(done()).toEqual([]);
      },
      { clock: new RealClock() },
    );
  },
  patience,
);
