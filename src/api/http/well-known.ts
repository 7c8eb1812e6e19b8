import type { Express } from 'express';
import type { ApiSettings } from './settings.js';

const DAY_MS = 86_400_000;
/** RFC 9116 asks for less than a year. */
const CONTACT_HOLDS_DAYS = 180;

/**
 * What machines look for at fixed addresses: whom to tell of a hole (RFC 9116), and where a password is changed
 * (https://w3c.github.io/webappsec-change-password-url/).
 */
export function registerWellKnown(app: Express, { publicUrl, accountsUrl, securityContact }: ApiSettings): void {
  app.get('/.well-known/security.txt', (_request, response) => {
    const expires = new Date(Date.now() + CONTACT_HOLDS_DAYS * DAY_MS);
    const lines = [
      `Contact: ${securityContact}`,
      `Expires: ${expires.toISOString()}`,
      'Preferred-Languages: en',
      `Canonical: ${publicUrl}/.well-known/security.txt`,
    ];
    response.type('text/plain').send(`${lines.join('\n')}\n`);
  });
  app.get('/.well-known/change-password', (_request, response) => {
    response.redirect(302, `${accountsUrl}/account/reset`);
  });
}
