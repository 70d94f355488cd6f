import type { RouteName } from '../description/description.js';

/** What a request changed in the world. `kind` is told by the subject: `ref-created`, `release-published`. */
export interface Effect {
  readonly kind: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly [detail: string]: string | number | boolean | null;
}

/** One request, as it came and as it was answered. */
export interface LogEntry {
  /** From 1, in the order of arrival. */
  readonly number: number;
  /** When it arrived, milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** `null` where no route of GitHub's description was meant: git over HTTP, downloads, unknown addresses. */
  readonly route: RouteName | null;
  /** The label of its token; `anonymous`. */
  readonly token: string;
  /** The parsed body of a JSON request. */
  body?: unknown;
  /** 0 until it is answered, and where it never was. */
  status: number;
  /** Whether it counted against the primary limit. */
  charged: boolean;
  /** Points of the secondary limit. */
  points: number;
  /** The fault that it met. */
  fault?: string;
  readonly effects: Effect[];
}

/** What happened, from which tests compute facts of their own. */
export class Log {
  readonly entries: LogEntry[] = [];

  begin(request: Pick<LogEntry, 'at' | 'method' | 'path' | 'route' | 'token'>): LogEntry {
    const entry = { ...request, number: this.entries.length + 1, status: 0, charged: false, points: 0, effects: [] };
    this.entries.push(entry);
    return entry;
  }

  /** All effects in the order in which they happened, each with the number of the request that had it. */
  effects(kind?: string): readonly (Effect & { readonly request: number })[] {
    return this.entries.flatMap(({ number, effects }) =>
      effects
        .filter((effect) => kind === undefined || effect.kind === kind)
        .map((effect) => ({ ...effect, request: number })),
    );
  }

  /** How often each route was asked; `charged` counts only what the primary limit counts. */
  count(which: 'all' | 'charged' = 'all'): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const entry of this.entries) {
      if (which === 'charged' && !entry.charged) continue;
      const name = entry.route ?? `${entry.method} ${entry.path}`;
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  }
}
