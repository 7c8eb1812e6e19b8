// `npm run fuzz`: Schemathesis over the API document, once as each role and once as nobody, against an installation of
// its own. Whatever it reports fails the run.
import { enter } from '../rig/entry.js';
import { OPTIONS } from './options.js';
import { textOf } from './report.js';
import { run } from './run.js';

process.exit(await enter({ name: 'fuzz', options: OPTIONS, run, textOf }));
