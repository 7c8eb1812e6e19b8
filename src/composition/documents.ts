import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileStore } from '../adapters/documents/files.js';
import type { DocumentStore } from '../adapters/documents/port.js';
import { s3Store } from '../adapters/documents/s3.js';
import { sealedStore } from '../adapters/documents/sealed.js';
import { clamd } from '../adapters/scanner/clamd.js';
import { NO_SCANNER, type Scanner } from '../adapters/scanner/port.js';
import type { Settings } from '../config/schema.js';
import { takeUpload, type UploadDeps } from '../usecases/documents/take-upload.js';
import type { Manifest } from './manifest.js';

/** What people upload, and what the product writes for them. */
export const documents = { repositories: {} } satisfies Manifest;

/** A decoder takes a hundred megabytes for a picture of a good camera. */
const UPLOADS_AT_ONCE = 2;

/** The gate of all uploads of this process. The cleaner's packages are loaded when somebody uploads. */
export function uploadGate(settings: Settings): ReturnType<typeof takeUpload> {
  const turn = turns(UPLOADS_AT_ONCE);
  let loaded: Promise<ReturnType<typeof takeUpload>> | undefined;
  return (upload) =>
    turn(async () => {
      loaded ??= uploadDeps(settings).then(takeUpload);
      return (await loaded)(upload);
    });
}

/** Lets so many works run at once; the others wait, the first of them next. */
function turns(atOnce: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < atOnce) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

/** Where documents are kept, as the settings have it. */
export function documentStore(settings: Settings): DocumentStore {
  return sealedStore(storeOf(settings), settings.ENCRYPTION_KEYS);
}

/** What every upload goes through. */
export async function uploadDeps(settings: Settings): Promise<UploadDeps> {
  const { uploadCleaner } = await import('../adapters/uploads/cleaner.js');
  return {
    documents: documentStore(settings),
    cleaner: uploadCleaner,
    scanner: scannerOf(settings),
    maxBytes: settings.UPLOAD_MAX,
  };
}

function storeOf(settings: Settings): DocumentStore {
  const { DOCUMENTS_URL: url, KEEPWELL_DATA_DIR: dataDir } = settings;
  if (url === undefined) return fileStore(join(dataDir, 'documents'));
  if (url.protocol === 'file:') return fileStore(fileURLToPath(url));
  return s3Store({
    bucket: url.hostname,
    endpoint: url.searchParams.get('endpoint'),
    region: settings.S3_REGION,
    accessKey: settings.S3_ACCESS_KEY ?? '',
    secretKey: settings.S3_SECRET_KEY ?? '',
  });
}

/** What looks for malware in whatever is uploaded. */
export function scannerOf({ CLAMAV_URL: url }: Settings): Scanner {
  return url ? clamd({ host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 3310) }) : NO_SCANNER;
}
