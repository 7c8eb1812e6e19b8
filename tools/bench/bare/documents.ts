import { createPrescriptionPrinter } from '../../../src/adapters/pdf/prescription-pdf.js';
import { documentSigner } from '../../../src/adapters/signing/document-signer.js';
import { anOrder } from '../an-order.js';
import { measure } from '../measure.js';
import { serveBench } from './messages.js';

/** Prints and signs one document after the other in the process itself: no thread, queue, hash or copy. */
export async function runBareDocuments(): Promise<void> {
  const [printer, signer] = [createPrescriptionPrinter(), documentSigner(null)];
  const { print, signature } = await anOrder();
  serveBench(async (request) => {
    if (request.ask !== 'run') return { about: 'failed', reason: `cannot answer ${request.ask}` };
    const measured = await measure(request.count, request.width, async () => {
      await signer.sign(await printer.print(print), signature.key, signature.signedAt);
    });
    return { about: 'run', measured, lastId: '' };
  });
  process.send?.({ about: 'ready' });
}
