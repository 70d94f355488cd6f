import type { Finding } from '@slipway/domain';

/** What an action ends with, as data; `runAction` tells it to the runner. */
export interface ActionResult {
  /** `failed` turns the step red; `interrupted` ends it as a signal does. */
  readonly ending: 'passed' | 'failed' | 'interrupted';
  readonly findings: readonly Finding[];
  /** By their names in action.yml. What is no text is written as JSON. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Environment of all later steps of the job. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The one document that the output `report` is the path of. */
  readonly report: { readonly schema: 1; readonly outcome: string; readonly findings: readonly Finding[] };
  /** Markdown; what depends on which artifacts are there, by their names, is written when they are. */
  readonly summary: string | ((uploaded: readonly string[]) => string);
  /** Folders that become artifacts of the workflow run. */
  readonly uploads: readonly Upload[];
}

export interface Upload {
  /** Of the artifact; unique within the run. */
  readonly name: string;
  /** A folder, absolute, with all that is in it; or the report. */
  readonly content: { readonly folder: string } | 'report';
  /** By default `none`, for what is compressed already. */
  readonly compression?: 'none' | 'usual';
}
