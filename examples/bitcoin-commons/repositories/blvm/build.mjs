import { link } from './link.mjs';

link('blvm', { 'blvm-node': '0.1.0' });
