import type { Express, Request, Response } from 'express';
import { DomainError } from '../../domain/errors.js';
import { readNumber } from '../../domain/prescriptions/numbers.js';
import type { AppLocals } from '../http/locals.js';
import { HTTP_STATUS } from '../http/problem.js';
import { addressOf } from '../http/request.js';
import type { VerificationPage } from './services.js';
import { takeLook } from './take-look.js';

/** A page of words and a form, that works without scripts: nothing from another server, in nobody's frame. */
const POLICY =
  "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/** Certificates only ever become more; a new doctor's is there within this time. */
const CERTIFICATES_KEPT = 'public, max-age=300';

/**
 * What the QR code of a prescription leads to, the form for who types its number and code, and what anybody needs to verify
 * prescriptions without asking: the authorities' certificates and the signing keys.
 */
export function registerVerifyPages(app: Express, { services, limits }: AppLocals): void {
  const { prescriptionVerification: verification } = services;

  app.get('/verify/ca.pem', async (request, response) => {
    await limits.api.consume(request, `address:${addressOf(request).key}`);
    const { authorities } = await verification.certificates();
    response.set({ 'Cache-Control': CERTIFICATES_KEPT, 'Content-Type': 'application/x-pem-file' }).send(authorities);
  });
  app.get('/verify/keys.json', async (request, response) => {
    await limits.api.consume(request, `address:${addressOf(request).key}`);
    const { keys } = await verification.certificates();
    response.set({ 'Cache-Control': CERTIFICATES_KEPT, 'Content-Type': 'application/jwk-set+json' });
    response.send(JSON.stringify({ keys }));
  });
  app.get('/verify', async (request, response) => {
    const [number, code] = [textOf(request.query.number), textOf(request.query.code)];
    if (number === '' && code === '') return show(response, { state: 'asking', number: '' }, 200);
    return look(request, response, { number, code });
  });
  app.get('/verify/:number', (request, response) =>
    look(request, response, { number: request.params.number, code: textOf(request.query.code) }),
  );

  async function look(request: Request, response: Response, typed: { readonly number: string; readonly code: string }) {
    // Only what is a number is shown again: somebody may have typed the code in its place.
    const number = readNumber(typed.number) ?? '';
    try {
      show(response, { state: 'found', number, found: await takeLook(verification, request, typed) }, 200);
    } catch (error) {
      const code = error instanceof DomainError ? error.code : 'internal';
      if (code !== 'not_found' && code !== 'rate_limited' && code !== 'unavailable') throw error;
      const retryAfter = error instanceof DomainError ? error.details.retryAfter : undefined;
      if (retryAfter !== undefined) response.setHeader('Retry-After', String(retryAfter));
      show(response, { state: code, number }, HTTP_STATUS[code]);
    }
  }

  function show(response: Response, page: VerificationPage, status: number): void {
    if (response.headersSent) return;
    response.set({
      'Content-Security-Policy': POLICY,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Robots-Tag': 'noindex',
    });
    response.status(status).type('html').send(verification.page(page));
  }
}

/** A parameter that is given once; anything else counts as missing. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
