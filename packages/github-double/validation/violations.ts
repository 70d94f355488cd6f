/** A request or an answer that GitHub's description does not allow. */
export interface Violation {
  /** `POST /repos/acme/core/git/refs`. */
  readonly request: string;
  readonly side: 'request' | 'response';
  /** `body/ref`, `query/per_page`, `path/release_id`, `route`. */
  readonly field: string;
  readonly reason: string;
}

const line = ({ request, side, field, reason }: Violation): string => `${request}: ${side} ${field} ${reason}`;

/** Collects violations until a test takes them; what nobody took makes closing fail. */
export class Violations {
  #all: Violation[] = [];

  add(violation: Violation): void {
    this.#all.push(violation);
  }

  get all(): readonly Violation[] {
    return this.#all;
  }

  /** For tests that break the rules on purpose. */
  take(): readonly Violation[] {
    const taken = this.#all;
    this.#all = [];
    return taken;
  }

  /** Throws where there are any. */
  expectNone(): void {
    const taken = this.take();
    if (taken.length > 0) throw new Error(`not what GitHub's description allows:\n${taken.map(line).join('\n')}`);
  }
}
