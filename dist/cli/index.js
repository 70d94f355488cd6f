#!/usr/bin/env node
import module from 'node:module';
module.enableCompileCache?.();
const { enter } = await import('../shared/index.js');
await enter('cli/index');
