import { link } from './link.mjs';

for (const program of ['governance-app', 'key-manager']) link(program, { 'blvm-sdk': '0.1.0' });
