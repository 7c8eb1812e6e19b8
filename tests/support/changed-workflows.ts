import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflows } from '../../src/adapters/temporal/worker.js';
import { testFolder } from '../../tools/launcher/testing.js';
import { WORKFLOW_BUNDLE } from './workflow-bundle.js';

/** Our workflows with another text in the place of one of ours, as another version of them would be; answers where they are. */
export async function changedWorkflows(from: RegExp, to: string): Promise<string> {
  const code = WORKFLOW_BUNDLE ? readFileSync(WORKFLOW_BUNDLE, 'utf8') : (await bundleWorkflows()).code;
  const changed = code.replace(from, to);
  assert.notEqual(changed, code, `the bundle has ${from}`);
  const path = join(testFolder(), 'changed-workflow-bundle.js');
  writeFileSync(path, changed);
  return path;
}
