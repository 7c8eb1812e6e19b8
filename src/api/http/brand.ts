import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Express } from 'express';

// The same two steps up from src/api and from dist/api.
const FOLDER = fileURLToPath(new URL('../../../brand/', import.meta.url));

/** The style, the logo and the font (Inter) of every page, under `/brand`: pages load nothing from elsewhere. */
export function registerBrand(app: Express): void {
  const inter = path.dirname(createRequire(import.meta.url).resolve('@fontsource-variable/inter/package.json'));
  const options = { index: false, maxAge: '1h' } as const;
  app.use('/brand/inter', express.static(inter, options));
  app.use('/brand', express.static(FOLDER, options));
  app.get('/favicon.ico', (_request, response) => response.redirect(301, '/brand/favicon.svg'));
}
