import type { Express } from 'express';
import type { AppLocals } from '../http/locals.js';

/** A page of words alone: no script, no form, nothing from another server, in nobody's frame. */
const POLICY =
  "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The current privacy notice and terms of a clinic, for anybody, at an address that a clinic can link to. */
export function registerLegalPages(app: Express, { services }: AppLocals): void {
  app.get('/legal/:clinic/:kind', async (request, response) => {
    const { found, html } = await services.clinicDocuments.legalPage(request.params.clinic, request.params.kind);
    response.setHeader('Content-Security-Policy', POLICY);
    // Another version may take effect at any moment.
    response.setHeader('Cache-Control', 'no-cache');
    response
      .status(found ? 200 : 404)
      .type('html')
      .send(html);
  });
}
