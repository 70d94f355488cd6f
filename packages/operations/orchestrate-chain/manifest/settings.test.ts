import { names, said, slipway } from './a-manifest.js';
import { refusedAs } from './builders.js';

const setKeys =
  'known keys are owner, build, artifacts, env, pass-env, tools, workflow, event, inputs, collect, ref, attempts, retry-on, timeout, max-parallel, on-failure, components';
const componentKeys =
  'known keys are build, artifacts, env, pass-env, tools, workflow, event, inputs, collect, ref, attempts, retry-on, timeout, repository, path';

test.each([
  ['atempts = 3', `atempts is no key of this table; did you mean attempts? (${setKeys})`],
  ['colour = 3', `colour is no key of this table; ${setKeys}`],
  ['__proto__ = 3', `__proto__ is no key of this table; ${setKeys}`],
  ['path = "../app"', 'path is in the wrong table; move it to [slipway.components.<name>]'],
  ['build = "make -j2 dist"', 'build is "make -j2 dist"; write build = ["make", "-j2", "dist"]'],
  ['build = "make && x"', 'build is "make && x"; write build = ["sh", "-c", "make && x"]'],
  [
    'build = []',
    'build is an empty array; write an array of the program and its arguments, as in build = ["make", "dist"]',
  ],
  [
    'build = [""]',
    'build is an array; write an array of the program and its arguments, as in build = ["make", "dist"]',
  ],
  ['pass-env = "NPM_TOKEN, CI_KEY"', 'pass-env is "NPM_TOKEN, CI_KEY"; write pass-env = ["NPM_TOKEN", "CI_KEY"]'],
  ['pass-env = "A B"', 'pass-env is "A B"; write pass-env = ["A", "B"]'],
  ['pass-env = "a-b"', 'pass-env is "a-b"; write an array of names of variables, as in pass-env = ["NPM_TOKEN"]'],
  ['artifacts = "dist/*"', 'artifacts is "dist/*"; write artifacts = ["dist/*"]'],
  [
    'artifacts = ["/etc/passwd"]',
    'artifacts[0] is "/etc/passwd"; write an array of patterns relative to the checkout, without "..", as in artifacts = ["dist/*"]',
  ],
  [
    'artifacts = ["a/../../b"]',
    'artifacts[0] is "a/../../b"; write an array of patterns relative to the checkout, without "..", as in artifacts = ["dist/*"]',
  ],
  [
    'artifacts = ["{a,..}/b"]',
    'artifacts[0] is "{a,..}/b"; write an array of patterns relative to the checkout, without "..", as in artifacts = ["dist/*"]',
  ],
  [
    'env = { PORT = 80 }',
    'env.PORT is 80, a number; write a table of names (letters, digits, "_") and strings, as in env = { CI = "true" }',
  ],
  ['env = { "A B" = "x" }', 'env."A B" is no name of a variable; write letters, digits and "_", no digit in front'],
  [
    'env = { __proto__ = "x" }',
    'env.__proto__ is no name of a variable; write letters, digits and "_", no digit in front',
  ],
  [
    'tools = { node = "latest" }',
    'tools.node is "latest"; write a table of tools and semver ranges, as in tools = { node = ">=20", make = "*" }',
  ],
  ['tools = { "../x" = "*" }', `tools."../x" is no name of a tool; write a name of ${names}`],
  ['attempts = 0', 'attempts is 0, a number; write a whole number from 1 to 100, as in attempts = 2'],
  ['attempts = 1.5', 'attempts is 1.5, a number; write a whole number from 1 to 100, as in attempts = 2'],
  ['attempts = "2"', 'attempts is "2"; write a whole number from 1 to 100, as in attempts = 2'],
  ['retry-on = "all"', 'retry-on is "all"; write "infrastructure" or "any", as in retry-on = "infrastructure"'],
  [
    'timeout = 90',
    'timeout is 90, a number; write whole numbers of hours, minutes and seconds such as "90s", "30m" or "5h40m", at most "596h", as in timeout = "30m"',
  ],
  [
    'timeout = "90"',
    'timeout is "90"; write whole numbers of hours, minutes and seconds such as "90s", "30m" or "5h40m", at most "596h", as in timeout = "30m"',
  ],
  [
    'timeout = "597h"',
    'timeout is "597h"; write whole numbers of hours, minutes and seconds such as "90s", "30m" or "5h40m", at most "596h", as in timeout = "30m"',
  ],
  ['max-parallel = 0', 'max-parallel is 0, a number; write a whole number from 1 to 1000, as in max-parallel = 4'],
  ['on-failure = "stop"', 'on-failure is "stop"; write "keep-going" or "fail-fast", as in on-failure = "keep-going"'],
  ['owner = "a/b"', `owner is "a/b"; write ${names}, as in owner = "your-organisation"`],
])('the setting %s', async (line, sentence) => {
  expect(await said(slipway(line))).toBe(`versions.toml:4: slipway.${sentence}`);
});

test.each([
  ['owner = "us"', 'owner is in the wrong table; move it to [slipway]'],
  ['max-parallel = 2', 'max-parallel is in the wrong table; move it to [slipway]'],
  ['colour = 3', `colour is no key of this table; ${componentKeys}`],
  [
    'timeout = "1 hour"',
    'timeout is "1 hour"; write whole numbers of hours, minutes and seconds such as "90s", "30m" or "5h40m", at most "596h", as in timeout = "30m"',
  ],
  ['pth = "x"', `pth is no key of this table; did you mean path? (${componentKeys})`],
  [
    'repository = "--upload-pack=x"',
    'repository is "--upload-pack=x"; write owner/name, or an address or path that git clones, as in repository = "your-organisation/app"',
  ],
  ['path = ""', 'path is empty; write the path of a git checkout, as in path = "../app"'],
  [
    'ref = "-x"',
    'ref is "-x"; write a name that git accepts for a tag or branch (no spaces, no "..", none of ~ ^ : ? * [ \\, no "-" in front), as in ref = "main"',
  ],
])('the setting %s of a component', async (line, sentence) => {
  expect(await said(slipway('[slipway.components.app]', line))).toBe(
    `versions.toml:5: slipway.components.app.${sentence}`,
  );
});

test('settings of a component that is not in the set', async () => {
  expect(
    await refusedAs(
      slipway(
        '[slipway.components.ap]',
        '[slipway.components.other]',
        '[slipway.components.__proto__]',
        '[slipway.components."../x"]',
        `[slipway.components.${'x'.repeat(10_000)}]`,
      ),
    ),
  ).toEqual([
    'versions.toml:4: slipway.components.ap has settings, but is no component of the set; did you mean app?',
    'versions.toml:5: slipway.components.other has settings, but is no component of the set; add it to [versions], or do not name it',
    `versions.toml:6: slipway.components.__proto__ is no name of a component; write a name of ${names}`,
    `versions.toml:7: slipway.components."../x" is no name of a component; write a name of ${names}`,
    `versions.toml:8: slipway.components."${'x'.repeat(60)}…" (10000 characters) is no name of a component; write a name of ${names}`,
  ]);
});
