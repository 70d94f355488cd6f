import { spawnSync } from 'node:child_process';

/**
 * What the tests need of the machine. `probe` is a command that succeeds where the need is met.
 * @type {readonly {name: string, probe: readonly [string, ...string[]], remedy: string}[]}
 */
const needs = [
  { name: 'git', probe: ['git', '--version'], remedy: 'apt-get install git, or xcode-select --install' },
  {
    name: 'Python 3 with venv',
    // Debian ships venv without ensurepip, which a venv needs to be made.
    probe: ['python3', '-c', 'import ensurepip, venv'],
    remedy: 'apt-get install python3 python3-venv, or brew install python3',
  },
  { name: 'make', probe: ['make', '--version'], remedy: 'apt-get install make, or xcode-select --install' },
  { name: 'zip', probe: ['zip', '-v'], remedy: 'apt-get install zip, or brew install zip' },
  { name: 'tmux', probe: ['tmux', '-V'], remedy: 'apt-get install tmux, or brew install tmux' },
  { name: 'unzip', probe: ['unzip', '-v'], remedy: 'apt-get install unzip, or brew install unzip' },
];

/**
 * One line for each thing that the machine lacks; none where it has all.
 * @param {{nodeVersion: string, succeeds: (command: readonly [string, ...string[]]) => boolean}} machine
 * @returns {string[]}
 */
export function lacks({ nodeVersion, succeeds }) {
  const major = Number(nodeVersion.split('.')[0]);
  const node = major >= 20 ? [] : [`Node 20 or newer (this is ${nodeVersion}): https://nodejs.org/en/download`];
  return [...node, ...needs.filter(({ probe }) => !succeeds(probe)).map(({ name, remedy }) => `${name}: ${remedy}`)];
}

/** The machine that this runs on. */
export const thisMachine = {
  nodeVersion: process.versions.node,
  /** @param {readonly [string, ...string[]]} command */
  succeeds: ([file, ...args]) => spawnSync(file, args, { stdio: 'ignore' }).status === 0,
};
