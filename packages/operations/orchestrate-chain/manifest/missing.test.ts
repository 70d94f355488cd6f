import { sentence } from '@slipway/domain';
import { valid } from './builders.js';
import { missingBuildSettings } from './missing.js';

const head = 'release_set.id = "one"\nversions = { app = "1.0.0", tool = "1.0.0", "x.y" = "1.0.0" }\n';

const asked = async (settings: string): Promise<readonly string[]> => {
  const { manifest } = await valid(head + settings);
  return missingBuildSettings(manifest.components, 'versions.toml').map(sentence);
};

test('a manifest without settings is told the lines to add, and they are all it needs', async () => {
  const [told, ...more] = await asked('');

  expect(more).toEqual([]);
  expect(told)
    .toBe(`versions.toml: app, tool, x.y have no build command, no artifacts, no repository and no path; add these lines (below the table's own line, where that is there already):
[slipway]
build = ["make", "dist"]
artifacts = ["dist/*"]
owner = "your-organisation"`);
  expect(await asked(told?.slice(told.indexOf('[slipway]')) ?? '')).toEqual([]);
});

test('what only some lack is asked for by component, and they are all it needs', async () => {
  const settings = `
[slipway]
artifacts = ["dist/*"]
[slipway.components.app]
build = ["make"]
path = "../app"
`;
  const [told, ...more] = await asked(settings);

  expect(more).toEqual([]);
  expect(told)
    .toBe(`versions.toml: tool, x.y have no build command, no repository and no path; add these lines (below the table's own line, where that is there already):
[slipway.components.tool]
build = ["make", "dist"]
repository = "your-organisation/tool"
[slipway.components."x.y"]
build = ["make", "dist"]
repository = "your-organisation/x.y"`);
  expect(await asked(settings + (told?.slice(told.indexOf('\n')) ?? ''))).toEqual([]);
});

test('nothing is missing where each component has a command, artifacts and a source', async () => {
  expect(await asked('[slipway]\nowner = "us"\nbuild = ["make"]\nartifacts = ["a"]')).toEqual([]);
});
