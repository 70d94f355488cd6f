import { link, pack } from './link.mjs';

pack({});
for (const program of ['blvm-keygen', 'blvm-sign', 'blvm-verify']) link(program, { 'blvm-sdk': '0.1.0' });
