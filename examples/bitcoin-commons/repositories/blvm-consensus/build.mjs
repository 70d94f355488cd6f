import { pack } from './link.mjs';

pack({});
