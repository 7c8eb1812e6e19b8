// `npm run chaos`: appointments, payments, chats, prescriptions and price lists while every process is killed, and a checker at the end.
import { enter } from '../rig/entry.js';
import { OPTIONS } from './options.js';
import { textOf } from './report.js';
import { run } from './run.js';

process.exit(await enter({ name: 'chaos', options: OPTIONS, run, textOf }));
