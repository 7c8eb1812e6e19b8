import { renameSync, writeFileSync } from 'node:fs';

/** A demo login, as the seeding reports it. */
export interface Account {
  readonly role: string;
  readonly email: string;
  readonly password: string;
}

/** What a running installation says about itself; null where a service is not ours. */
export interface ReadyReport {
  readonly api_url: string;
  /** Of each API process, in their order. */
  readonly api_urls: readonly string[];
  readonly temporal_address: string;
  readonly temporal_ui_url: string | null;
  readonly mail_ui_url: string | null;
  readonly sandbox_url: string | null;
  readonly database_url: string;
  readonly processes: {
    readonly api: number | null;
    readonly worker: number | null;
    readonly temporal: number | null;
    readonly postgres: number | null;
    readonly sandbox: number | null;
    readonly [further: `api_${number}`]: number | null;
  };
  readonly accounts: readonly Account[];
}

/** Writes the report by a rename, so that a reader sees all of it or none. */
export function writeReadyFile(path: string, report: ReadyReport): void {
  const draft = `${path}.new`;
  // It holds the database's password.
  writeFileSync(draft, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

/** The one banner of `npm start`. */
export function bannerOf(report: ReadyReport, publicUrl: string, logs: string): string {
  const rows = [
    ['API', publicUrl],
    ['API reference', `${publicUrl}/docs`],
    ['Temporal UI', report.temporal_ui_url],
    ['Mail', report.mail_ui_url],
    ['Payment sandbox', report.sandbox_url],
    ['Logs', logs],
  ].filter(([, value]) => value !== null);
  const logins = report.accounts.map(
    ({ role, email, password }) => `  ${role.padEnd(16)}${email.padEnd(38)}${password}`,
  );
  const lines = [
    '',
    'Keepwell is ready. Ctrl-C stops everything.',
    '',
    ...rows.map(([label = '', value]) => `  ${label?.padEnd(16)}${value}`),
    ...(logins.length === 0 ? [] : ['', 'Demo logins', ...logins]),
    '',
  ];
  return lines.join('\n');
}
