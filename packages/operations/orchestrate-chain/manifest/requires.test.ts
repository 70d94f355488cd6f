import fc from 'fast-check';
import { names, said, versions } from './a-manifest.js';
import { refusedAs, valid } from './builders.js';

const nameless = `which does not begin with the name of a component; begin with a name of ${names}, as in "app", "app=1.2.3" or "app>=1.2"`;

test.each([
  ['lib=2.0.0', 'but versions.lib.version is "1.4.0"; write "lib=1.4.0", or change the version of lib'],
  ['lib>=2', 'but versions.lib.version is "1.4.0"; write "lib=1.4.0", or change the version of lib'],
  ['app', 'the component itself; remove it'],
  ['libb', 'which is not in the set; did you mean lib?'],
  ['nothing-like-it', 'which is not in the set; add it to [versions], or do not name it'],
  [
    'develop',
    'but versions.develop has no version, so it is no component; give versions.develop a version, or do not name it',
  ],
  ['lib==1.4.0', 'and "==1.4.0" is no semver range; write "lib=1.4.0"'],
  ['lib@^1', 'and "@^1" is no semver range; write "lib^1"'],
  ['lib latest', 'and "latest" is no semver range; write "lib", "lib=1.2.3" or any semver range, as in "lib>=1.2"'],
  ['../x', nameless],
  ['__proto__', nameless],
])('the requirement %s', async (requirement, sentence) => {
  const text = versions('lib = "1.4.0"', 'develop = {}', `app = { version = "1.0.0", requires = ["${requirement}"] }`);

  expect(await said(text)).toBe(`versions.toml:5: versions.app.requires[0] is "${requirement}", ${sentence}`);
});

test('a requirement of 10,000 characters is refused by their beginning', async () => {
  const text = versions(`app = { version = "1.0.0", requires = ["${'x'.repeat(10_000)}"] }`);

  expect(await said(text)).toBe(
    `versions.toml:3: versions.app.requires[0] is "${'x'.repeat(60)}…" (10000 characters), ${nameless}`,
  );
});

test('two requirements that disagree are named both, in one component or in two', async () => {
  const text = versions(
    'lib = "1.0.0"',
    'app = { version = "1.0.0", requires = ["lib=1.0.0", "lib=2.0.0"] }',
    'tool = { version = "1.0.0", requires = ["gone=1.0.0"] }',
    'top = { version = "1.0.0", requires = ["gone^2"] }',
  );

  expect(await refusedAs(text)).toEqual([
    'versions.toml:4: versions.app.requires[1] is "lib=2.0.0", but versions.lib.version is "1.0.0"; write "lib=1.0.0", or change the version of lib',
    'versions.toml:4: versions.app.requires[1] is "lib=2.0.0", but versions.app.requires[0] is "lib=1.0.0": no version is both; change one of the two',
    'versions.toml:5: versions.tool.requires[0] is "gone=1.0.0", which is not in the set; add it to [versions], or do not name it',
    'versions.toml:6: versions.top.requires[0] is "gone^2", which is not in the set; add it to [versions], or do not name it',
    'versions.toml:6: versions.top.requires[0] is "gone^2", but versions.tool.requires[0] is "gone=1.0.0": no version is both; change one of the two',
  ]);
});

test('every circle is told as a path where it begins, together with all that is wrong besides', async () => {
  const text = versions(
    'z = { version = "1.0.0", requires = ["x"] }',
    'a = { version = "1.0.0", requires = ["c", "b=1.0.0"] }',
    'b = { version = "1.0.0", requires = ["a"] }',
    'c = "1"',
    'x = { version = "1.0.0", requires = ["y"] }',
    'y = { version = "1.0.0", requires = ["z"] }',
  );
  const remedy = 'remove one of these requirements, so that one of the components can be built first';

  expect(await refusedAs(text)).toEqual([
    `versions.toml:4: versions.a.requires[1] makes components require each other in a circle: a → b → a; ${remedy}`,
    'versions.toml:6: versions.c is "1"; write c = "1.0.0"',
    `versions.toml:7: versions.x.requires[0] makes components require each other in a circle: x → y → z → x; ${remedy}`,
  ]);
});

test('of a circle and a component that requires itself both are told', async () => {
  const text = versions(
    'a = { version = "1.0.0", requires = ["a", "b"] }',
    'b = { version = "1.0.0", requires = ["a"] }',
  );

  expect(await refusedAs(text)).toEqual([
    'versions.toml:3: versions.a.requires[0] is "a", the component itself; remove it',
    expect.stringContaining('versions.toml:3: versions.a.requires[1] makes components require each other in a circle'),
  ]);
});

test('however many there are, in whatever order and however often, each is required once, and they are sorted by name', async () => {
  const others = Array.from({ length: 60 }, (_, at) => `lib-${at}`);
  const wishes = fc.array(fc.tuple(fc.constantFrom(...others), fc.constantFrom('', '=1.4.0', '>=1')), {
    maxLength: 80,
  });
  await fc.assert(
    fc.asyncProperty(wishes, async (some) => {
      const requires = some.map(([name, range]) => name + range);
      const entries = others.map((name) => `${name} = "1.4.0"`);
      const app = `app = { version = "1.0.0", requires = ${JSON.stringify(requires)} }`;

      const { manifest } = await valid(versions(...entries, app));

      const required = manifest.components.find(({ name }) => name === 'app')?.requires ?? [];
      expect(required.map(({ name }) => name)).toEqual([...new Set(some.map(([name]) => name))].toSorted());
      for (const { name, range } of required) {
        const asked = some.flatMap(([other, text]) => (other === name && text !== '' ? [text] : []));
        for (const text of asked) expect(range).toContain(text.replace('=1.4.0', '1.4.0'));
      }
    }),
  );
});
