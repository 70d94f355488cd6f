// `npm run double`. What it needs is imported with Node's compile cache, which saves a tenth of every start but the first.
import module from 'node:module';

// Node 20 has none, whatever the types say.
const { enableCompileCache, flushCompileCache }: Partial<typeof module> = module;

enableCompileCache?.();
try {
  const { main } = await import('./alone.js');
  flushCompileCache?.();
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
