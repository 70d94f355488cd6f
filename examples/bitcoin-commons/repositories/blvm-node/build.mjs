import { pack } from './link.mjs';

pack({ 'blvm-protocol': '0.1.0', 'blvm-consensus': '0.1.0' });
