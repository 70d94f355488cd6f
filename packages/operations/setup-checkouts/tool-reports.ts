import type { Finding } from '@slipway/domain';
import type { ToolCheck } from '../orchestrate-chain/tools.js';
import type { ToolReport } from './report.js';

/** Checks of the same tool and range as one, sorted by tool. */
export function toolReports(checks: readonly ToolCheck[]): readonly ToolReport[] {
  const reports = new Map<string, ToolReport>();
  for (const { component, tool, wanted, found, status } of checks) {
    const key = `${tool} ${wanted}`;
    const components = [...(reports.get(key)?.components ?? []), component];
    reports.set(key, { tool, wanted, found, status, components });
  }
  return [...reports].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, report]) => report);
}

/** Where their makers say how they are installed. */
const pages: Readonly<Record<string, string>> = {
  cargo: 'https://rustup.rs',
  rustc: 'https://rustup.rs',
  rustup: 'https://rustup.rs',
  cmake: 'https://cmake.org/download',
  go: 'https://go.dev/dl',
  node: 'https://nodejs.org/en/download',
  npm: 'https://nodejs.org/en/download',
  python3: 'https://www.python.org/downloads',
  zig: 'https://ziglang.org/download',
};

export function toolFinding({ tool, wanted, found, status, components }: ToolReport): readonly Finding[] {
  if (status === 'fits') return [];
  const what =
    found === null
      ? `${tool} is not on this machine, or "${tool} --version" tells no version`
      : `${tool} is ${found}, and the manifest asks for ${wanted}`;
  const page = pages[tool];
  const range = wanted === '*' ? tool : `${tool} ${wanted}`;
  const remedy = `install ${range}${page === undefined ? ', as its documentation tells' : `: ${page}`}`;
  return [{ code: 'not-found', severity: 'error', what, where: `tools of ${components.join(', ')}`, remedy }];
}
