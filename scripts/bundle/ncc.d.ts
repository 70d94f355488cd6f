/** What we use of ncc, which ships no types. `stats` is webpack's. */
declare module '@vercel/ncc' {
  export interface Module {
    /** Path of its file, with a query perhaps; none for modules that webpack makes itself. */
    readonly resource?: string;
    /** What was joined into it. */
    readonly modules?: readonly Module[];
  }

  export interface Bundle {
    readonly code: string;
    readonly assets: Readonly<Record<string, { readonly source: string | Buffer }>>;
    readonly stats: {
      readonly compilation: {
        readonly modules: ReadonlySet<Module>;
        readonly chunkGraph: { getNumberOfModuleChunks(module: Module): number };
      };
    };
  }

  export default function ncc(
    entry: string,
    options: { readonly cache: false; readonly quiet: true; readonly esm: true },
  ): Promise<Bundle>;
}
