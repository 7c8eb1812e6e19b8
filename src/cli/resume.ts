import { compose } from '../composition/compose.js';
import type { Settings } from '../config/schema.js';
import { isUuid } from '../domain/ids.js';
import { Unfit } from './unfit.js';

/** `resume <appointment id>`: gives an appointment whose workflow was terminated or lost a run that goes on from its row. */
export async function resumeAppointment(settings: Settings, args: readonly string[]): Promise<void> {
  const [id] = args;
  if (!isUuid(id)) throw new Unfit('resume takes the id of an appointment.');
  const core = compose(settings, 'resume');
  try {
    console.log((await core.engine.resume(id)) ? 'resumed' : 'already running');
  } finally {
    await core.close();
  }
}
