import type { Contexts } from '../workflows/expression.js';
import { type Value, valueOf } from '../workflows/values.js';
import type { Repository } from '../repositories/repository.js';
import type { World } from '../world/world.js';
import type { Run } from './run.js';

type Source = Pick<Run, 'id' | 'number' | 'event' | 'ref' | 'sha' | 'actor' | 'inputs' | 'payload' | 'definition'> & {
  readonly repository: Repository;
};

/** `github`, `inputs` and an empty `vars`, as far as `run-name`, a group's and an environment's name may read them. */
export function contextsOf(world: World, run: Source): Contexts {
  const { repository, ref, actor, definition } = run;
  return {
    github: {
      event_name: run.event,
      event: run.payload,
      ref,
      ref_name: ref.replace(/^refs\/(heads|tags)\//, ''),
      ref_type: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
      sha: run.sha,
      actor: actor.login,
      actor_id: String(actor.id),
      triggering_actor: actor.login,
      repository: repository.fullName,
      repository_owner: repository.owner.login,
      repository_id: String(repository.id),
      run_id: String(run.id),
      run_number: String(run.number),
      run_attempt: '1',
      workflow: definition.name,
      server_url: world.urls.server,
      api_url: world.urls.api,
    },
    inputs: Object.fromEntries(Object.entries(run.inputs).map(([name, text]) => [name, typed(run, name, text)])),
    vars: valueOf({}),
  };
}

/** `inputs` has real booleans and numbers, `github.event.inputs` texts. */
function typed({ definition }: Source, name: string, text: string): Value {
  const type = definition.inputs[name]?.type;
  return type === 'boolean' ? text === 'true' : type === 'number' ? Number(text) : text;
}
