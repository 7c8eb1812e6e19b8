// `npm run simulate`: thousands of payments while banks, webhooks and processes fail, and an audit of the books at the end.
import { enter } from '../rig/entry.js';
import { OPTIONS } from './options.js';
import { textOf } from './report.js';
import { run } from './run.js';

process.exit(await enter({ name: 'simulate', options: OPTIONS, run, textOf }));
