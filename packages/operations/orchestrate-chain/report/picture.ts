import { mermaidId, planMermaid } from '../plan/formats.js';
import type { Plan } from '../plan/plan.js';
import type { BuildReport } from './report.js';

/** Mermaid refuses larger pictures by default: `maxTextSize` and `maxEdges` (mermaid.js.org, "Mermaid Config"). */
const most = { characters: 50_000, edges: 500 };

/** Readable on light and dark pages alike. */
const styles: Readonly<Record<BuildReport['status'], string>> = {
  succeeded: 'fill:#dafbe1,stroke:#1a7f37,color:#116329',
  reused: 'fill:#ddf4ff,stroke:#0969da,color:#0550ae',
  failed: 'fill:#ffebe9,stroke:#cf222e,color:#a40e26',
  skipped: 'fill:#fff8c5,stroke:#9a6700,color:#7d4e00,stroke-dasharray:4 3',
  cancelled: 'fill:#fff8c5,stroke:#9a6700,color:#7d4e00',
  running: 'fill:#fbefff,stroke:#8250df,color:#6639ba',
  waiting: 'fill:#f6f8fa,stroke:#656d76,color:#424a53',
};

/** The plan as a Mermaid flowchart, each component in the colour of its outcome; `null` where GitHub would not draw it. */
export function outcomePicture(plan: Plan, builds: readonly BuildReport[]): string | null {
  const edges = plan.components.reduce((sum, { requires }) => sum + requires.length, 0);
  const picture = planMermaid(plan) + colours(plan, builds).join('');
  return edges > most.edges || picture.length > most.characters ? null : picture;
}

function colours(plan: Plan, builds: readonly BuildReport[]): readonly string[] {
  const places = new Map(plan.components.map(({ name }, at) => [name, mermaidId(at)]));
  const byStatus = new Map<BuildReport['status'], string[]>();
  for (const { component, status } of builds) {
    const place = places.get(component);
    if (place !== undefined) byStatus.set(status, [...(byStatus.get(status) ?? []), place]);
  }
  return [...byStatus].map(
    ([status, ids]) => `  classDef ${status} ${styles[status]}\n  class ${ids.join(',')} ${status}\n`,
  );
}
