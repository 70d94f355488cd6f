import { join } from 'node:path';
import type { Double } from '@slipway/github-double';
import {
  cancelOnGithub,
  type GithubPorts,
  type GithubReport,
  type GithubSteered,
  prepareOnGithub,
  publishOnGithub,
  type Steering,
} from '@slipway/operations/orchestrate-chain';
import { manifestOf, pair, portsOn, wishOf } from './a-github-chain.js';

/** A job among others, which sees the others alive as long as they are not named dead. */
export function jobOf(
  double: Double,
  folder: string,
  name: string,
  dead: ReadonlySet<string> = new Set(),
): GithubPorts {
  const owner = { repository: 'acme/releases', runId: 1, attempt: 1, job: name };
  const ports = portsOn(double, { folder: join(folder, name), owner });
  const isAlive: GithubPorts['machine']['isAlive'] = async (other) =>
    'job' in other && (other.job === name || dead.has(other.job)) ? 'dead' : 'alive';
  return { ...ports, machine: { ...ports.machine, isAlive } };
}

/** A job that hears of nothing any more once it comes to this call of its releases; what is sent by then has arrived or not. */
export function dyingAt(
  ports: GithubPorts,
  call: 'upload' | 'publish' | 'remove',
  when: 'before' | 'after',
): { readonly ports: GithubPorts; readonly death: Promise<'dead'> } {
  let die = () => {};
  const death = new Promise<'dead'>((resolve) => (die = () => resolve('dead')));
  const releases = new Proxy(ports.releases, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (key !== call || typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        if (when === 'after') await Reflect.apply(value, target, args);
        die();
        return new Promise(() => {});
      };
    },
  });
  return { ports: { ...ports, releases }, death };
}

const wished = async () => wishOf({ manifest: await manifestOf(pair) });

export const unsteered = (): Steering => ({ interrupt: new AbortController().signal, watch: () => {} });

export const prepare = async (ports: GithubPorts): Promise<GithubReport> =>
  prepareOnGithub(ports, await wished(), unsteered());

export const publish = async (ports: GithubPorts): Promise<GithubReport> => publishOnGithub(ports, await wished());

export const cancel = async (ports: GithubPorts): Promise<GithubSteered> =>
  cancelOnGithub(ports, await wished(), unsteered());
