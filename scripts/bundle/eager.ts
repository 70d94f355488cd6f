import { parseSync, Visitor } from 'oxc-parser';

/**
 * Puts parentheses around the function of each module. V8 takes them for a sign that a function is called at once, and compiles it with
 * the rest of the file, so that it is not read twice, and stands in Node's compile cache, which holds what was compiled when the
 * file was loaded (https://v8.dev/blog/preparser#pife). A minifier drops them.
 */
export function compiledAtOnce(chunk: string): string {
  const { program, errors } = parseSync('chunk.js', chunk);
  if (errors.length > 0) throw new Error(`a chunk is no JavaScript: ${errors[0]?.message}`);
  const places = new Map<number, string>();
  new Visitor({
    // webpack's modules are the members of an object, named by numbers.
    Property({ key, value }) {
      if (key.type !== 'Literal' || typeof key.value !== 'number' || value.type !== 'ArrowFunctionExpression') return;
      places.set(value.start, '(').set(value.end, ')');
    },
  }).visit(program);
  let code = '';
  let from = 0;
  for (const [at, sign] of [...places].sort(([a], [b]) => a - b)) {
    code += chunk.slice(from, at) + sign;
    from = at;
  }
  return code + chunk.slice(from);
}
