/** What a text came to: a value, or what is wrong with it and what would be right. */
export type Reading<T> =
  | { readonly status: 'read'; readonly value: T }
  | { readonly status: 'refused'; readonly what: string; readonly remedy: string };

/** One input of an action, as `inputs.ts` declares it. */
export interface Input<T> {
  /** As action.yml has it; `''` where there is none. */
  readonly default: string;
  /** What an empty text that a workflow gives stands for. */
  readonly empty: 'default' | 'absent';
  /** Variable of the environment that is looked into where the input is empty; `null` for none. */
  readonly variable: string | null;
  readonly presence: 'required' | 'optional';
  /** Secrets are masked before they are looked at, and no message shows them. */
  readonly visibility: 'plain' | 'secret';
  /** Of text that is not empty, without white space around it. */
  readonly read: (text: string) => Reading<T>;
  /** What the action sees where nothing is given and there is no default. */
  readonly absent: T;
}

/** `max-parallel` → `maxParallel`. */
export type CamelCase<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

type Table = Readonly<Record<string, Input<unknown>>>;

/** The values of a table of inputs, each under its name in camel case. */
export type Values<Inputs extends Table> = {
  readonly [Name in keyof Inputs & string as CamelCase<Name>]: Inputs[Name] extends Input<infer T> ? T : never;
};

/** The inputs of one action, by their names in action.yml: kebab-case. */
export const declareInputs = <Inputs extends Table>(inputs: Inputs): Inputs => inputs;
