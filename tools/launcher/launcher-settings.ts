import { dataDirOf, readSettings } from './env-file.mjs';
import { LauncherError } from './errors.js';

/** What the launcher itself needs to know of the settings; the product checks the rest. */
export interface LauncherSettings {
  /** The environment over `.env`, without the settings that are set to nothing. */
  readonly env: NodeJS.ProcessEnv;
  readonly dataDir: string;
  readonly port: number;
  /** How many processes serve the API. */
  readonly apiProcesses: number;
  readonly postgresPort: number;
  readonly temporalPort: number;
  readonly temporalUiPort: number;
  readonly smtpPort: number;
  readonly mailUiPort: number;
  readonly sandboxPort: number;
}

const MOST_API_PROCESSES = 16;

/**
 * Reads the launcher's settings.
 *
 * @throws LauncherError naming the first that is wrong
 */
export function launcherSettings(root: string): LauncherSettings {
  const all = Object.entries(readSettings(root)).filter(([, value]) => value !== undefined && value !== '');
  const env: NodeJS.ProcessEnv = Object.fromEntries(all);
  if (env.NODE_ENV === 'production' && env.STRIPE_SECRET_KEY === undefined && env.PAYMENTS_ENABLED !== 'false') {
    throw new LauncherError('STRIPE_SECRET_KEY is missing: the payment sandbox does not run with NODE_ENV=production');
  }
  return {
    env,
    dataDir: dataDirOf(root, env),
    port: portOf(env, 'PORT', 3000),
    apiProcesses: processesOf(env),
    postgresPort: portOf(env, 'POSTGRES_PORT', 54329),
    temporalPort: portOf(env, 'TEMPORAL_PORT', 7233),
    temporalUiPort: portOf(env, 'TEMPORAL_UI_PORT', 8233),
    smtpPort: portOf(env, 'SMTP_PORT', 1025),
    mailUiPort: portOf(env, 'MAIL_UI_PORT', 1080),
    sandboxPort: portOf(env, 'SANDBOX_PORT', 0),
  };
}

function portOf(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name];
  if (text === undefined) return fallback;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new LauncherError(`${name} must be a port from 0 to 65535, not "${text}"`);
}

function processesOf({ API_PROCESSES: text = '1' }: NodeJS.ProcessEnv): number {
  if (/^[1-9]\d?$/.test(text) && Number(text) <= MOST_API_PROCESSES) return Number(text);
  throw new LauncherError(`API_PROCESSES must be a number from 1 to ${MOST_API_PROCESSES}, not "${text}"`);
}
