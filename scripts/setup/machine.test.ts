import { lacks } from './machine.mjs';

test('a machine that has everything lacks nothing', () => {
  expect(lacks({ nodeVersion: '20.0.0', succeeds: () => true })).toEqual([]);
});

test('all that is missing is named at once, each with how to get it', () => {
  const missing = lacks({ nodeVersion: '18.19.0', succeeds: ([file]) => file === 'git' || file === 'make' });

  expect(missing).toEqual([
    'Node 20 or newer (this is 18.19.0): https://nodejs.org/en/download',
    'Python 3 with venv: apt-get install python3 python3-venv, or brew install python3',
    'zip: apt-get install zip, or brew install zip',
    'tmux: apt-get install tmux, or brew install tmux',
    'unzip: apt-get install unzip, or brew install unzip',
  ]);
});
