import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleWorkflows } from '../adapters/temporal/worker.js';

const { code } = await bundleWorkflows();
writeFileSync(fileURLToPath(new URL('../workflow-bundle.js', import.meta.url)), code);
