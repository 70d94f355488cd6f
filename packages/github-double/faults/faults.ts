import type { RouteName } from '../description/description.js';
import type { DoubleClock } from '../time/clock.js';
import type { Fault, FaultRule } from './fault.js';
import { seeded } from './random.js';

interface Armed {
  readonly rule: FaultRule;
  readonly random: () => number;
  seen: number;
  struck: number;
}

/** The faults that wait for their requests. */
export class Faults {
  readonly #clock: Pick<DoubleClock, 'now'>;
  #armed: Armed[] = [];

  constructor(clock: Pick<DoubleClock, 'now'>) {
    this.#clock = clock;
  }

  add(rule: FaultRule): void {
    this.#armed.push({ rule, random: seeded(rule.chance?.seed ?? 0), seen: 0, struck: 0 });
  }

  clear(): void {
    this.#armed = [];
  }

  /** The fault that this request meets: of the first rule that holds. Every rule that could mean it counts it. */
  meet(route: RouteName | null, path: string): Fault | null {
    const meant = this.#armed.filter(({ rule }) => isMeant(rule, route, path));
    for (const armed of meant) armed.seen += 1;
    const struck = meant.find((armed) => this.#strikes(armed));
    if (!struck) return null;
    struck.struck += 1;
    return struck.rule.fault;
  }

  #strikes({ rule, random, seen, struck }: Armed): boolean {
    const now = this.#clock.now();
    const { from = 1, times = 1, after = -Infinity, before = Infinity, chance } = rule;
    return seen >= from && struck < times && now >= after && now < before && (!chance || random() < chance.probability);
  }
}

function isMeant({ on }: FaultRule, route: RouteName | null, path: string): boolean {
  if (on === undefined) return true;
  return typeof on === 'string' ? on === route : on.test(path);
}
