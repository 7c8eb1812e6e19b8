import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where downloads and builds are kept between checkouts: the user's cache folder. */
export function cacheDir(): string {
  const configured = process.env.XDG_CACHE_HOME;
  if (configured !== undefined && configured !== '') return join(configured, 'keepwell');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'keepwell');
  return join(homedir(), '.cache', 'keepwell');
}
