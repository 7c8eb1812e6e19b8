import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';

/** The style, logo and font (Inter) that every page of the product shares; mount it at `brand` beside the pages. */
export function brandFiles(): Router {
  const inter = dirname(createRequire(import.meta.url).resolve('@fontsource-variable/inter/package.json'));
  const options = { index: false, maxAge: '1h' } as const;
  const router = Router();
  router.use('/inter', express.static(inter, options));
  router.use('/', express.static(fileURLToPath(new URL('../brand/', import.meta.url)), options));
  return router;
}
