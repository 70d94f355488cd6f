import { compiledAtOnce } from './eager.ts';

test('the function of each module stands in parentheses, and nothing else changes', () => {
  const chunk =
    'export const modules={12:(e,t)=>{t.é=()=>1},345:e=>{e.x={a:()=>2,7:"no module"}}};export const id=1;\n';

  expect(compiledAtOnce(chunk)).toBe(
    'export const modules={12:((e,t)=>{t.é=()=>1}),345:(e=>{e.x={a:()=>2,7:"no module"}})};export const id=1;\n',
  );
});

test('what cannot be read is told', () => {
  expect(() => compiledAtOnce('export const = 1')).toThrow('a chunk is no JavaScript');
});
