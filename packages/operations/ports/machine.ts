/** A process on some machine, told so that it can be known again although process ids are given out anew. */
export interface ProcessOwner {
  readonly host: string;
  readonly pid: number;
  /** The process's start time as its system tells it; opaque, only compared. */
  readonly started: string;
}

/** A job of a workflow run. */
export interface JobOwner {
  /** `owner/name`. */
  readonly repository: string;
  readonly runId: number;
  /** Of the run, from 1. */
  readonly attempt: number;
  readonly job: string;
}

export type Owner = ProcessOwner | JobOwner;

/** `unknown` where it cannot be seen from here. */
export type Vitality = 'alive' | 'dead' | 'unknown';

/** The machine that we run on. */
export interface Machine {
  /** As Node names them: `linux`, `darwin`; `x64`, `arm64`. */
  readonly os: string;
  readonly arch: string;
  /** This very process, or the job that it is part of. */
  self(): Owner;
  isAlive(owner: Owner): Promise<Vitality>;
  /** The first version number that `<tool> --version` prints, asked once; `null` where there is no such tool. */
  toolVersion(tool: string): Promise<string | null>;
}
