import { unprocessable } from '../server/refusal.js';
import { mapOf, textOf, textsOf } from './yaml.js';

/** One input of `workflow_dispatch`. */
export interface InputDefinition {
  readonly type: string;
  readonly required: boolean;
  readonly default: string | null;
  /** Of a `choice`. */
  readonly options: readonly string[];
}

export type Inputs = Readonly<Record<string, string>>;

/** "The maximum payload for inputs is 65,535 characters" (documentation of `workflow_dispatch`). */
const longest = 65_535;

export const readInputs = (value: unknown): Readonly<Record<string, InputDefinition>> =>
  Object.fromEntries(
    Object.entries(mapOf(value)).map(([name, entry]) => {
      const input = mapOf(entry);
      const definition: InputDefinition = {
        type: textOf(input['type']) ?? 'string',
        required: input['required'] === true,
        default: textOf(input['default']),
        options: textsOf(input['options']) ?? [],
      };
      return [name, definition];
    }),
  );

/** The values that the run gets, as texts; throws what GitHub answers where `given` does not fit what is declared. */
export function checkInputs(declared: Readonly<Record<string, InputDefinition>>, given: object): Inputs {
  if (JSON.stringify(given).length > longest) throw unprocessable('inputs are too large.');
  const unexpected = Object.keys(given).filter((name) => !Object.hasOwn(declared, name));
  if (unexpected.length > 0) {
    // Quoted in peter-evans/slash-command-dispatch#115.
    throw unprocessable(`Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  }
  const values = new Map(Object.entries(given).map(([name, value]) => [name, textGiven(name, value)]));
  return Object.fromEntries(
    Object.entries(declared).map(([name, input]) => [name, checked(name, input, values.get(name))]),
  );
}

function textGiven(name: string, value: unknown): string {
  const text = textOf(value);
  if (text === null) throw unprocessable(`Invalid value for input '${name}'`);
  return text;
}

function checked(name: string, input: InputDefinition, given: string | undefined): string {
  const value = given ?? input.default;
  if (input.required && (value === null || value === '')) throw unprocessable(`Required input '${name}' not provided`);
  if (value === null) return fallback(input);
  const allowed = input.type === 'boolean' ? ['true', 'false'] : input.type === 'choice' ? input.options : null;
  if (allowed && !allowed.includes(value)) {
    // Quoted in cli/cli#5246, for a boolean.
    throw unprocessable(`Provided value '${value}' for input '${name}' not in the list of allowed values`);
  }
  return value;
}

const fallback = ({ type, options }: InputDefinition): string =>
  type === 'boolean' ? 'false' : type === 'choice' ? (options[0] ?? '') : '';
