import type { World } from '../world/world.js';
import { type Apply, functions } from './functions.js';
import { isTrue, looselyEqual, property, textOfValue, type Value } from './values.js';

/** What an expression may read: `github`, `inputs`. */
export type Contexts = Readonly<Record<string, Value>>;

/**
 * A text with `${{ … }}` in it. Of the language: contexts with `.x` and `['x']`, literals, `!`, `&&`, `||`, `==`, `!=`,
 * parentheses, and the functions of `functions.ts`; all else throws, so that nobody builds on what is not there.
 */
export const fill = (template: string, contexts: Contexts): string =>
  template.replace(/\$\{\{((?:'[^']*'|(?!\}\}).)*)\}\}/gs, (_, source: string) =>
    textOfValue(evaluate(source, contexts)),
  );

/** The same where a run needs it: what cannot be evaluated stays as it is, and is a violation, whatever has started the run. */
export function fillFor(world: World, place: string, template: string, contexts: Contexts): string {
  try {
    return fill(template, contexts);
  } catch (error) {
    if (!(error instanceof NotEvaluated)) throw error;
    world.violations.add({ request: place, side: 'request', field: 'expression', reason: error.message });
    return template;
  }
}

/** Whether an expression, without its `${{ }}`, is true; `own`: functions that are known here only, names in lower case. */
export const decide = (source: string, contexts: Contexts, own: Readonly<Record<string, Apply>>): boolean =>
  isTrue(evaluate(source, contexts, own));

/** An expression that is beyond this language. */
export class NotEvaluated extends Error {}

function evaluate(source: string, contexts: Contexts, own: Readonly<Record<string, Apply>> = {}): Value {
  const reader = new Reader(source, contexts, { ...functions, ...own });
  const value = reader.either();
  reader.end();
  return value;
}

const tokens = /\s*('(?:[^']|'')*'|-?\d+(?:\.\d+)?|[A-Za-z_][\w-]*|&&|\|\||==|!=|[!().,[\]]|$)/y;

class Reader {
  readonly #source: string;
  readonly #contexts: Contexts;
  readonly #functions: Readonly<Record<string, Apply>>;
  #at = 0;
  #next = '';

  constructor(source: string, contexts: Contexts, known: Readonly<Record<string, Apply>>) {
    this.#source = source;
    this.#contexts = contexts;
    this.#functions = known;
    this.#advance();
  }

  end(): void {
    if (this.#next !== '') this.#fail();
  }

  /** `||` and `&&` give the operand that decided, not a boolean. */
  either(): Value {
    let value = this.#both();
    while (this.#take('||')) {
      const other = this.#both();
      value = isTrue(value) ? value : other;
    }
    return value;
  }

  #both(): Value {
    let value = this.#equality();
    while (this.#take('&&')) {
      const other = this.#equality();
      value = isTrue(value) ? other : value;
    }
    return value;
  }

  #equality(): Value {
    let value = this.#negation();
    for (;;) {
      if (this.#take('==')) value = looselyEqual(value, this.#negation());
      else if (this.#take('!=')) value = !looselyEqual(value, this.#negation());
      else return value;
    }
  }

  #negation(): Value {
    return this.#take('!') ? !isTrue(this.#negation()) : this.#path();
  }

  #path(): Value {
    let value = this.#primary();
    for (;;) {
      if (this.#take('.')) value = property(value, this.#name());
      else if (this.#take('[')) {
        value = property(value, textOfValue(this.either()));
        this.#expect(']');
      } else return value;
    }
  }

  #name(): string {
    return /^\w/.test(this.#next) ? this.#advance() : this.#fail();
  }

  #primary(): Value {
    if (this.#take('(')) {
      const value = this.either();
      this.#expect(')');
      return value;
    }
    const token = this.#advance();
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (/^-?\d/.test(token)) return Number(token);
    if (token === 'true' || token === 'false') return token === 'true';
    if (token === 'null') return null;
    if (!/^\w/.test(token)) this.#fail();
    return this.#next === '(' ? this.#call(token) : (this.#contexts[token.toLowerCase()] ?? this.#fail());
  }

  #call(name: string): Value {
    const apply = this.#functions[name.toLowerCase()] ?? this.#fail();
    this.#expect('(');
    const values: Value[] = [];
    while (!this.#take(')')) {
      values.push(this.either());
      if (this.#next !== ')') this.#expect(',');
    }
    return apply(values);
  }

  #take(token: string): boolean {
    if (this.#next !== token) return false;
    this.#advance();
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) this.#fail();
  }

  /** Returns the token that was next. */
  #advance(): string {
    const token = this.#next;
    tokens.lastIndex = this.#at;
    const match = tokens.exec(this.#source);
    if (!match) this.#fail();
    this.#at = tokens.lastIndex;
    this.#next = match?.[1] ?? '';
    return token;
  }

  #fail(): never {
    throw new NotEvaluated(
      `the double cannot evaluate \${{${this.#source}}}: see workflows/expression.ts for what it knows`,
    );
  }
}
