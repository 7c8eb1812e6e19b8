import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { DomainError } from '../../domain/errors.js';
import { createPrescriptionPrinter } from '../pdf/prescription-pdf.js';
import { documentSigner } from '../signing/document-signer.js';
import type { DocumentOrder } from './port.js';
import type { ThreadAnswer, ThreadSettings } from './threaded-maker.js';

// The thread that makes documents, one after the other. Its fonts stay read: they take longer than a document.
const { timestampUrl } = workerData as ThreadSettings;
const printer = createPrescriptionPrinter();
const signer = documentSigner(timestampUrl);

async function make({ print, signature }: DocumentOrder): Promise<ThreadAnswer> {
  const printed = await printer.print(print);
  const bytes = signature === null ? printed : await signer.sign(printed, signature.key, signature.signedAt);
  return { made: { bytes, sha256: createHash('sha256').update(bytes).digest('hex') } };
}

parentPort?.on('message', (order: DocumentOrder) => {
  make(order).then(
    (answer) => parentPort?.postMessage(answer),
    (error: unknown) => parentPort?.postMessage(answerOf(error)),
  );
});

function answerOf(error: unknown): ThreadAnswer {
  if (error instanceof DomainError) {
    return { refused: { code: error.code, message: error.message, details: error.details } };
  }
  return { failed: error instanceof Error ? error.message : String(error) };
}
