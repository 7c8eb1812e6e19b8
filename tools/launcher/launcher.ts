import { type DataDir, openDataDir } from './data-dir.js';
import { errorMessage, LauncherError } from './errors.js';
import { Installation, type InstallationOptions } from './installation.js';
import { launcherSettings } from './launcher-settings.js';
import { startMailCatcher } from './mail/server.js';
import { pickPort } from './ports.js';
import { bannerOf, type ReadyReport, writeReadyFile } from './ready-file.js';
import { Shutdown } from './shutdown.js';

export interface LaunchOptions {
  readonly root: string;
  /** Aborted by the first signal: end everything in order. */
  readonly stop: AbortSignal;
  /** Aborted by a later one: end everything at once. */
  readonly force: AbortSignal;
}

/** Runs the whole product until it is stopped. Returns the exit code. */
export async function launch(options: LaunchOptions): Promise<number> {
  const { root, stop, force } = options;
  const say = (line: string) => console.log(`keepwell: ${line}`);
  const shutdown = new Shutdown(say);
  let data: DataDir | undefined;
  let code = 0;
  try {
    const settings = launcherSettings(root);
    data = await openDataDir(settings.dataDir);
    await run({ root, settings, data, shutdown, say, stop });
  } catch (error) {
    if (!stop.aborted) {
      console.error(`keepwell: ${error instanceof LauncherError ? error.message : describe(error)}`);
      code = 1;
    }
  }
  if (stop.aborted) say('stopping');
  await shutdown.run(force);
  data?.release();
  return code;
}

async function run(options: Omit<InstallationOptions, 'onChange' | 'startMail'>): Promise<void> {
  const { data, stop } = options;
  let running: Installation | undefined;
  const refresh = () => {
    if (running !== undefined) writeReadyFile(data.at('ready.json'), reportOf(running));
  };
  running = await Installation.start({ ...options, onChange: refresh, startMail: () => startMail(options) });
  refresh();
  console.log(bannerOf(reportOf(running), running.addresses.publicUrl, data.at('logs')));
  if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
  running = undefined;
}

async function startMail({ settings, data, shutdown }: Pick<InstallationOptions, 'settings' | 'data' | 'shutdown'>) {
  if (settings.env.SMTP_URL !== undefined) return undefined;
  const smtpPort = await pickPort(settings.smtpPort, 'SMTP_PORT');
  const uiPort = await pickPort(settings.mailUiPort, 'MAIL_UI_PORT');
  const mail = await startMailCatcher({ smtpPort, uiPort, dataDir: data.path });
  shutdown.add({ name: 'mail', stop: () => mail.stop() });
  return mail;
}

function reportOf(installation: Installation): ReadyReport {
  const { addresses, servers, env, accounts } = installation;
  return {
    api_url: `http://127.0.0.1:${addresses.apiPort}`,
    api_urls: installation.apis.map(({ url }) => url),
    temporal_address: env.TEMPORAL_ADDRESS ?? '',
    temporal_ui_url: env.TEMPORAL_UI_URL ?? null,
    mail_ui_url: addresses.mail?.uiUrl ?? null,
    sandbox_url: addresses.sandboxPort === undefined ? null : `http://127.0.0.1:${addresses.sandboxPort}`,
    database_url: env.DATABASE_URL ?? '',
    processes: {
      api: null,
      ...Object.fromEntries(installation.apis.map(({ name }) => [name, installation.pid(name) ?? null])),
      worker: installation.pid('worker') ?? null,
      temporal: servers.temporal?.server.pid ?? null,
      postgres: servers.postgres?.server.pid ?? null,
      sandbox: installation.pid('sandbox') ?? null,
    },
    accounts,
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : errorMessage(error);
}
