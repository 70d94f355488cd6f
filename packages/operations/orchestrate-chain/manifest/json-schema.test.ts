import { readFile } from 'node:fs/promises';
import { refusedAs } from './builders.js';
import { manifestJsonSchema } from './json-schema.js';
import { fileSchema, componentSettings, setSettings } from './schema.js';

const docs = await readFile(new URL('../../../../docs/manifest.md', import.meta.url), 'utf8');

/** Keys in the first column of the table below a heading. */
function keysBelow(heading: string): readonly string[] {
  const section = docs.split(`\n### ${heading}\n`)[1]?.split(/\n#{2,3} /)[0] ?? '';
  return [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, key]) => key ?? '').sort();
}

const keysOf = (shape: object): readonly string[] => Object.keys(shape).sort();

test('every key has a description for editors', () => {
  const undescribed: string[] = [];
  const visit = (schema: unknown, path: string): void => {
    if (typeof schema !== 'object' || schema === null) return;
    if ('properties' in schema && typeof schema.properties === 'object') {
      for (const [key, value] of Object.entries(schema.properties ?? {})) {
        if (!('description' in value)) undescribed.push(`${path}.${key}`);
      }
    }
    for (const [key, value] of Object.entries(schema)) visit(value, `${path}.${key}`);
  };
  visit(manifestJsonSchema(), '');

  expect(undescribed).toEqual([]);
});

test('editors refuse unknown keys in our tables and nowhere else', () => {
  const { properties = {}, additionalProperties } = manifestJsonSchema();

  expect(additionalProperties).toEqual({});
  expect(properties['slipway']).toMatchObject({
    additionalProperties: false,
    properties: { components: { additionalProperties: { additionalProperties: false } } },
  });
});

test('the guide names the same keys as the declaration', () => {
  expect(keysBelow('Tables of the file')).toEqual(keysOf(fileSchema.shape).map((table) => `[${table}]`));
  expect(keysBelow('An entry of `[versions]`')).toEqual(
    keysOf(fileSchema.shape.versions.def.valueType.def.options[0].shape),
  );
  expect([...keysBelow('`[slipway]`'), 'components'].sort()).toEqual(keysOf(setSettings.shape));
  expect([...keysBelow('Only in `[slipway.components.<name>]`')]).toEqual(
    keysOf(componentSettings.shape).filter((key) => !(key in setSettings.shape)),
  );
});

test('the example of the guide is a valid manifest', async () => {
  const example = /```toml\n(.*?)```/s.exec(docs)?.[1] ?? '';

  expect(await refusedAs(example)).toEqual([]);
});
