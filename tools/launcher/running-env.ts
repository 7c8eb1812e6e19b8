import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launcherSettings } from './launcher-settings.js';
import { productEnv } from './product.js';
import type { ReadyReport } from './ready-file.js';

/** The environment of the instance that `npm start` runs here, for a command that is to work on it. */
export function runningEnv(root: string): NodeJS.ProcessEnv {
  const settings = launcherSettings(root);
  const at = (...parts: string[]) => join(settings.dataDir, ...parts);
  const ready = JSON.parse(readFileSync(at('ready.json'), 'utf8')) as ReadyReport;
  const apiPort = Number(new URL(ready.api_url).port);
  const { postgres, temporal } = ready.processes;
  const env = productEnv(
    settings,
    { path: settings.dataDir, at },
    {
      apiPort,
      publicUrl: settings.env.PUBLIC_URL ?? `http://localhost:${apiPort}`,
      servers: {
        postgres: postgres === null ? undefined : { server: { url: ready.database_url } },
        temporal:
          temporal === null
            ? undefined
            : { server: { address: ready.temporal_address, uiUrl: ready.temporal_ui_url ?? '' } },
      },
      mail: undefined,
      sandboxPort: ready.sandbox_url === null ? undefined : Number(new URL(ready.sandbox_url).port),
    },
  );
  // A command sends no mail, but every process checks all of its settings.
  return { SMTP_URL: 'smtp://127.0.0.1', ...env };
}
