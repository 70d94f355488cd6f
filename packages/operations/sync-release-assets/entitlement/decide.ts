import type { Finding } from '@slipway/domain';
import { type Statement, statementsIn } from './feature.js';
import { statusesIn } from './status.js';

/** All that a decision is made from. A document that was not given is `undefined`. */
export interface EntitlementFacts {
  readonly workOrder?: unknown;
  readonly tenant?: unknown;
  readonly feature: string;
  /** `PLATFORM_DISABLE_RELEASE_SYNC` and `PLATFORM_FORCE_RELEASE_SYNC`, as the environment has them. */
  readonly disable?: string;
  readonly force?: string;
}

/** `not-asked`: neither work order nor tenant was given, so whoever runs it may. */
export interface EntitlementDecision {
  readonly outcome: 'entitled' | 'not-asked' | 'not-entitled' | 'not-completed' | 'disabled';
  readonly feature: string;
  /** What every place that was looked at says; the environment is one of them. */
  readonly looked: readonly Statement[];
  /** Of the work order, in lower case; empty where it tells none. */
  readonly statuses: readonly string[];
  readonly findings: readonly Finding[];
}

const disableVariable = 'PLATFORM_DISABLE_RELEASE_SYNC';
const forceVariable = 'PLATFORM_FORCE_RELEASE_SYNC';

/** Whether the files may go to the release. Any yes is enough; `disable` wins over all, and an unfinished work order over every yes. */
export function decideEntitlement(facts: EntitlementFacts): EntitlementDecision {
  const { feature, workOrder, tenant } = facts;
  const looked = [
    ...switchStatement(forceVariable, facts.force),
    ...(workOrder === undefined ? [] : statementsIn(workOrder, 'work-order', feature)),
    ...(tenant === undefined ? [] : statementsIn(tenant, 'tenant', feature)),
  ];
  const statuses = workOrder === undefined ? [] : statusesIn(workOrder);
  return {
    outcome: outcomeOf(facts, looked, statuses),
    feature,
    looked,
    statuses,
    findings: [...looked.flatMap(wrongType), ...disagreement(looked, feature), ...oddSwitches(facts)],
  };
}

function outcomeOf(
  { workOrder, tenant, disable }: EntitlementFacts,
  looked: readonly Statement[],
  statuses: readonly string[],
): EntitlementDecision['outcome'] {
  if (isOn(disable)) return 'disabled';
  if (workOrder === undefined && tenant === undefined) return 'not-asked';
  if (statuses.some((status) => status !== 'completed')) return 'not-completed';
  return looked.some(({ says }) => says === 'yes') ? 'entitled' : 'not-entitled';
}

const isOn = (value: string | undefined): boolean => value?.trim() === '1';

const switchStatement = (where: string, value: string | undefined): readonly Statement[] =>
  isOn(value) ? [{ where, says: 'yes' }] : [];

const warning = (what: string, where: string, remedy: string): Finding => ({
  code: 'bad-input',
  severity: 'warning',
  what,
  where,
  remedy,
});

const wrongType = ({ where, says, found }: Statement): readonly Finding[] =>
  says === 'wrong-type'
    ? [
        warning(
          `${found} says nothing about features, and counts as no`,
          where,
          'write a list of names, or a map of names to true or false',
        ),
      ]
    : [];

/** That a place does not name the feature is no denial; a map that has it as false is one. */
function disagreement(looked: readonly Statement[], feature: string): readonly Finding[] {
  const [granted, denied] = (['yes', 'no'] as const).map((word) => looked.filter(({ says }) => says === word));
  const [yes] = granted ?? [];
  const [no] = denied ?? [];
  return yes && no
    ? [
        warning(
          `${yes.where} grants ${feature} and ${no.where} denies it; it is granted`,
          no.where,
          'let both say the same',
        ),
      ]
    : [];
}

const oddSwitches = ({ disable, force }: EntitlementFacts): readonly Finding[] =>
  (
    [
      [disableVariable, disable],
      [forceVariable, force],
    ] as const
  ).flatMap(([name, value]) =>
    value === undefined || ['', '0', '1'].includes(value.trim())
      ? []
      : [warning('only "1" switches this on, so that it is off', name, 'set it to 1, or unset it')],
  );
