// `npm run soak`: chat under load while both API processes and the database are killed, and a checker at the end.
import { enter } from '../rig/entry.js';
import { OPTIONS } from './options.js';
import { textOf } from './report.js';
import { run } from './run.js';

process.exit(await enter({ name: 'soak', options: OPTIONS, run, textOf }));
