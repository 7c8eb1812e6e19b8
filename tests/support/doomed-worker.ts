import { createActivities } from '../../src/activities/index.js';
import { createWorker, installRuntime } from '../../src/adapters/temporal/worker.js';
import { compose } from '../../src/composition/compose.js';
import { activityDeps } from '../../src/composition/worker.js';
import { loadSettings } from '../../src/config/load.js';
import { WORKFLOW_BUNDLE } from './workflow-bundle.js';

// A worker in a process of its own, which a test kills at a fail point. Unlike the product's, it makes no Schedule: other tests of the run
// have the same engine.
const core = compose(loadSettings(), 'worker');
installRuntime(core.logger);
const worker = await createWorker({
  temporal: core.temporal,
  keys: core.settings.ENCRYPTION_KEYS,
  activities: createActivities(activityDeps(core)),
  logger: core.logger,
  ...(WORKFLOW_BUNDLE ? { bundlePath: WORKFLOW_BUNDLE } : {}),
});
await worker.run();
