import type { PullFailureCode } from '../../domain/catalogue/sources/pull-failures.js';
import { isUnreachable } from '../../domain/network-errors.js';
import { DownloadFailed } from './port.js';

/** What a status other than 200 means for a file. */
export function failedStatus(status: number): PullFailureCode {
  if (status >= 500 || [408, 425, 429].includes(status)) return 'server_error';
  if (status === 404 || status === 410) return 'not_there';
  return status >= 400 ? 'not_allowed' : 'answer_unclear';
}

/** Codes of OpenSSL about certificates, by how they begin. */
const CERTIFICATE = ['CERT_', 'ERR_TLS_CERT', 'UNABLE_TO_', 'SELF_SIGNED', 'DEPTH_ZERO', 'HOSTNAME_MISMATCH'];
/** An answer that is neither TLS nor HTTP, or whose head is too large. */
const NO_ANSWER = ['EPROTO', 'ERR_SSL', 'HPE_'];

/** An error of the connection as a failure that a person can be shown; what is no such error stays as it is. */
export function failureOf(error: unknown): unknown {
  if (error instanceof DownloadFailed || !(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (CERTIFICATE.some((start) => code.startsWith(start))) return new DownloadFailed('certificate', error);
  if (NO_ANSWER.some((start) => code.startsWith(start))) return new DownloadFailed('answer_unclear', error);
  return isUnreachable(error) ? new DownloadFailed('unreachable', error) : error;
}
