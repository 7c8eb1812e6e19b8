// `npm run chaos`: bookings, payments, cancels and reschedules while every process is killed, and a checker at the end.
import { enter } from '../rig/entry.js';
import { readOptions } from './options.js';
import { textOf } from './report.js';
import { run } from './run.js';

process.exit(await enter({ name: 'chaos', readOptions, run, textOf }));
