import { pack } from './link.mjs';

pack({ 'blvm-consensus': '0.1.0' });
