/** Of every command that takes files. */
export interface FileFlags {
  readonly files?: readonly string[];
  readonly directory?: string;
}

export type IfExists = 'skip-identical' | 'replace' | 'fail';

export interface SyncFlags extends FileFlags {
  readonly archive?: string;
  readonly tag?: string;
  readonly repository?: string;
  readonly releaseName?: string;
  readonly notes?: string;
  readonly notesFile?: string;
  readonly target?: string;
  readonly prerelease?: boolean;
  readonly latest?: 'true' | 'false' | 'legacy';
  readonly draft?: true;
  readonly ifExists: IfExists;
  readonly checksums: string;
  readonly workOrder?: string;
  readonly tenant?: string;
  readonly feature: string;
  readonly maxParallel: number;
  readonly dryRun?: true;
}

export interface VerifyFlags {
  readonly tag?: string;
  readonly repository?: string;
  readonly checksums: string;
}

export interface ArchiveFlags extends FileFlags {
  readonly archive: string;
  readonly out: string;
  readonly ifExists: IfExists;
}
