import type { Express } from 'express';
import { LINK_PURPOSES } from '../../domain/identity/account-mails.js';
import type { AppLocals } from '../http/locals.js';

/**
 * The pages that links in mails about accounts lead to, and the one that Google sends back to, for installations without a client app of their own. A page holds no
 * token and spends none: its script reads it from the fragment and posts it when the button is pressed.
 */
export function registerAccountPages(app: Express, { services }: AppLocals): void {
  for (const purpose of LINK_PURPOSES) {
    app.get(`/account/${purpose}`, (_request, response) => {
      response.type('html').send(services.meta.accountPage(purpose));
    });
  }
  app.get('/account/signed-in', (_request, response) => {
    response.type('html').send(services.meta.signedInPage());
  });
}
