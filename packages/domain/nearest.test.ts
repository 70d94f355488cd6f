import { nearest } from './nearest.js';

test('the word that differs least is meant, whatever its case', () => {
  expect(nearest('Atempts', ['artifacts', 'attempts', 'timeout'])).toBe('attempts');
});

test('of two that are equally near the first by name is told, whatever their order', () => {
  expect(nearest('app-c', ['app-b', 'app-a'])).toBe('app-a');
  expect(nearest('app-c', ['app-a', 'app-b'])).toBe('app-a');
});

test('a word that is like none is not guessed', () => {
  expect(nearest('foo', ['artifacts', 'attempts'])).toBeNull();
  expect(nearest('a', ['b'])).toBeNull();
  expect(nearest('x'.repeat(10_000), ['x'])).toBeNull();
});
