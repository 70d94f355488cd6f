import fc from 'fast-check';
import type { Json } from '@slipway/operations/ports';
import { jsonText } from './json-text.js';

const anyJson = fc.jsonValue({ maxDepth: 4 }).map((value) => value as Json);

test('the text is that of JSON.stringify, the first time and again', () => {
  fc.assert(
    fc.property(anyJson, (value) => {
      const textOf = jsonText();

      expect(textOf(value)).toBe(JSON.stringify(value));
      expect(textOf(value)).toBe(JSON.stringify(value));
    }),
  );
});

test('a state that shares parts with an earlier one gets its own text', () => {
  fc.assert(
    fc.property(fc.array(anyJson), fc.nat(), anyJson, (builds, at, changed) => {
      const textOf = jsonText();
      textOf({ builds });

      const next = { builds: builds.map((build, index) => (index === at % builds.length ? changed : build)), run: 2 };

      expect(textOf(next)).toBe(JSON.stringify(next));
    }),
  );
});

test('names that mean something to JavaScript, odd numbers and lone surrogates come out as JSON.stringify has them', () => {
  const value: Json = { ['__proto__']: 1, constructor: [-0, Number.NaN, 1e21], '\ud800': '\u2028\udfff"\\\n' };

  expect(jsonText()(value)).toBe(JSON.stringify(value));
});

test('a property that holds undefined is left out', () => {
  const value = { a: undefined, b: 1 } as unknown as Json;

  expect(jsonText()(value)).toBe('{"b":1}');
});
