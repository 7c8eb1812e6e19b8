// Plain JavaScript: tools/launcher/reset.mjs needs it before anything is installed. Node 20.11 has no process.loadEnvFile.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The settings of `.env` below the ones of the environment: what is set outside wins. */
export function readSettings(root, env = process.env) {
  let text;
  try {
    text = readFileSync(join(root, '.env'), 'utf8');
  } catch {
    return { ...env }; // the file is optional
  }
  return { ...parseEnv(text), ...env };
}

/** The absolute directory of all embedded state. */
export function dataDirOf(root, settings) {
  return resolve(root, settings.KEEPWELL_DATA_DIR || '.keepwell');
}

function parseEnv(text) {
  const values = {};
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line);
    if (match === null) continue;
    const [, name, raw] = match;
    const quoted = /^(["'])(.*)\1(?:\s+#.*)?$/.exec(raw);
    values[name] = quoted === null ? raw.replace(/(^|\s+)#.*$/, '') : quoted[2];
  }
  return values;
}
