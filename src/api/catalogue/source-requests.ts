import type { Coverage, ImportMode } from '../../domain/list-imports.js';

/** Where the price lists of a supplier are fetched from. */
export interface SupplierSourceBody {
  /**
   * By https, on a public address, without user name and password.
   * @maxLength 2000
   */
  url: string;
  /**
   * `24h`, `7d`: from a minute (`1m`) to a year.
   * @maxLength 20
   */
  every: string;
  /** Sent to the host of `url` alone, sealed, and never shown. Left out: as they were, where the address stays on its host; `{}`: none. */
  headers?: Record<string, string>;
  /** `apply`: applied at once, unless something holds it. */
  mode: ImportMode;
  /** `full`: products that a list lacks turn inactive. */
  coverage: Coverage;
  /** False: it is fetched only when somebody asks for it. */
  enabled: boolean;
}
