import { subject } from '../world/subject.js';
import type { World } from '../world/world.js';
import type { Execute, RunFacts, RunScript } from './script.js';

export type Behaviour =
  | { readonly kind: 'scripted'; readonly script: (run: RunFacts) => RunScript }
  | { readonly kind: 'executed'; readonly execute: Execute };

interface Rule {
  readonly repository: string;
  /** `build.yml`. */
  readonly workflow: string;
  readonly behaviour: Behaviour;
}

const rulesOf = subject<World, Rule[]>(() => []);

export const addBehaviour = (world: World, rule: Rule): void => void rulesOf(world).push(rule);

/** By the rule that came last; an empty script where there is none. */
export const behaviourOf = (world: World, { repository, workflow }: RunFacts): Behaviour =>
  rulesOf(world).findLast((rule) => rule.repository === repository && rule.workflow === workflow)?.behaviour ?? {
    kind: 'scripted',
    script: () => ({}),
  };
