/** A process on some machine, told so that it can be known again although process ids are given out anew. */
export interface Owner {
  readonly host: string;
  readonly pid: number;
  /** The process's start time as its system tells it; opaque, only compared. */
  readonly started: string;
}

/** The machine that we run on. */
export interface Machine {
  /** As Node names them: `linux`, `darwin`; `x64`, `arm64`. */
  readonly os: string;
  readonly arch: string;
  /** This very process. */
  self(): Owner;
  /** `unknown` where the owner is on another host. */
  isAlive(owner: Owner): 'alive' | 'dead' | 'unknown';
  /** The first version number that `<tool> --version` prints, asked once; `null` where there is no such tool. */
  toolVersion(tool: string): Promise<string | null>;
}
