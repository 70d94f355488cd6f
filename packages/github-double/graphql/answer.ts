import type { DocumentNode, GraphQLError, GraphQLFieldResolver } from 'graphql';
import { type Answer, ok } from '../server/answer.js';
import { unauthorized } from '../server/refusal.js';
import type { Call } from '../server/route.js';
import { costOf } from './cost.js';
import { mutationRoot, queryRoot } from './roots.js';
import { FieldRefusal } from './refusal.js';
import { type Engine, loadEngine } from './schema.js';

export interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

/** Executes the question over GitHub's schema. What is against the schema, or not modelled, is a violation. */
export async function answerQuestion(call: Call<{ body: Question }>): Promise<Answer> {
  if (call.caller.kind === 'anonymous') throw unauthorized('This endpoint requires you to be authenticated.');
  const engine = await loadEngine();
  const document = understood(call, engine);
  if (!('kind' in document)) return ok({ errors: document.map(errorJson) });
  const { query, operationName, variables } = { variables: null, operationName: null, ...call.body };
  const operation = engine.graphql.getOperationAST(document, operationName);
  const cost = operation ? costOf(operation, variables ?? {}) : 1;
  const writes = String(operation?.operation) === 'mutation';
  if (writes) weighAsMutation(call);
  call.world.limits.charge(call.caller, 'graphql', cost - 1, call.now); // one is charged to every request
  const { data, errors } = await engine.graphql.execute({
    schema: engine.schema,
    document,
    operationName,
    variableValues: variables,
    rootValue: writes ? mutationRoot(call) : queryRoot(call, cost),
    fieldResolver: resolver(call, query),
  });
  return ok({ ...(data === undefined ? {} : { data }), ...(errors ? { errors: errors.map(errorJson) } : {}) });
}

/** Of the minute, one with a mutation takes five points, others one (GitHub's page on rate limits for the GraphQL API). */
function weighAsMutation({ world, caller, entry, now }: Call): void {
  const more = 5 - entry.points;
  const refusal = world.limits.weighMore(caller, 'graphql', more, now);
  if (refusal) throw refusal;
  entry.points += more;
}

type Understood = DocumentNode | readonly GraphQLError[];

/** By the question's text: clients ask the same again and again, and to validate takes longer than to answer. */
const known = new Map<string, Understood>();

/** The parsed question, or what is wrong with it. */
function understood(call: Call<{ body: Question }>, engine: Engine): Understood {
  const { query } = call.body;
  const document = known.get(query) ?? read(query, engine);
  known.set(query, document);
  if (!('kind' in document)) document.forEach(({ message }) => note(call, 'query', message));
  return document;
}

function read(query: string, { graphql, schema }: Engine): Understood {
  try {
    const document = graphql.parse(query);
    const errors = graphql.validate(schema, document);
    return errors.length > 0 ? errors : document;
  } catch (error) {
    if (!(error instanceof graphql.GraphQLError)) throw error;
    return [error];
  }
}

const note = ({ world }: Call, field: string, reason: string): void =>
  world.violations.add({ request: 'POST /graphql', side: 'request', field, reason });

/** A field that the schema has and the double has not must not read as null. */
const resolver =
  (call: Call, query: string): GraphQLFieldResolver<Readonly<Record<string, unknown>>, unknown> =>
  (source, args, _context, { parentType, fieldName }) => {
    if (!(fieldName in source)) {
      note(call, `${parentType.name}.${fieldName}`, `is not modelled by the double (in ${query})`);
      throw new FieldRefusal('NOT_MODELLED', `${parentType.name}.${fieldName} is not modelled by the double`);
    }
    const value = source[fieldName];
    return typeof value === 'function' ? (value(args) as unknown) : value;
  };

const errorJson = ({ message, path, locations, originalError }: GraphQLError): object => ({
  ...(originalError instanceof FieldRefusal ? { type: originalError.type } : {}),
  ...(path ? { path } : {}),
  ...(locations ? { locations } : {}),
  message,
});
