import fc from 'fast-check';
import { carriesMarker } from './marker.js';

const anyMarker = fc.stringMatching(/^[a-z0-9.-]{1,8}\/[a-z0-9._-]{1,8}\/[1-9]$/);

test('a marker is known between spaces, brackets, quotes and commas', () => {
  const around = fc.constantFrom('', ' ', '(', '"', '[', ', ', ': ', '#', 'build ');
  fc.assert(
    fc.property(anyMarker, around, around, (marker, before, after) => {
      expect(carriesMarker(`${before}${marker}${after === 'build ' ? ' build' : after}`, marker)).toBe(true);
    }),
  );
});

test('a title with nothing but a longer marker does not carry the shorter one', () => {
  const more = fc.stringMatching(/^[a-z0-9/._-]{1,4}$/);
  fc.assert(
    fc.property(anyMarker, more, (marker, rest) => {
      fc.pre(!`${marker}${rest}`.slice(1).includes(marker) && !`${rest}${marker}`.slice(0, -1).includes(marker));

      expect(carriesMarker(`build ${marker}${rest}`, marker)).toBe(false);
      expect(carriesMarker(`build ${rest}${marker}`, marker)).toBe(false);
    }),
  );
});

test('a marker that stands behind a longer one is found', () => {
  expect(carriesMarker('set.1/core/10 set.1/core/1', 'set.1/core/1')).toBe(true);
});
