import { type Actor, SYSTEM } from '../../../domain/actor.js';
import { STOCK_ALERTS } from '../../../domain/catalogue/stock/alerts.js';
import type { ClinicPolicy } from '../../../domain/clinics/public.js';
import type { IdentityScope } from '../../../models/repositories/identity/public.js';
import type { UnitOfWork } from '../../../models/scope.js';
import { type AccountMailDeps, addAccountMail, sendAccountMail } from '../../identity/public.js';
import { managersOf } from '../managers.js';
import type { SupplierMappings } from '../mappings.js';
import { readStockStandings, type StockScope, type StockStanding } from './stock-standings.js';

type Scope = StockScope & IdentityScope;

export interface MailStockAlertsDeps extends AccountMailDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly mappings: SupplierMappings;
  /** Of the installation; a clinic may have its own. */
  readonly policy: ClinicPolicy;
  readonly now: () => Date;
}

export type MailStockAlerts = (actor: Actor, clinicId: string) => Promise<void>;

/** More are in the list of alerts. */
const MOST_NAMED = 30;

/**
 * Notifies those who manage a clinic's catalogue of what has become worse, by one mail to each, whatever the number of products. What is
 * due is taken in the transaction that adds the mails: a process that dies before has sent nothing, one that dies after leaves the mails
 * to maintenance. Never rejects: what stays due is found by maintenance, within a minute or two.
 */
export function mailStockAlerts(deps: MailStockAlertsDeps): MailStockAlerts {
  return async (actor, clinicId) => {
    await tryToMailDue(deps, actor, clinicId);
  };
}

/**
 * The same for every clinic where something is still due: its process died before it could. A clinic where that fails holds up no other
 * one. Returns of how many clinics something was taken.
 */
export function mailDueStockAlerts(deps: MailStockAlertsDeps) {
  return async (): Promise<number> => {
    const clinics = await deps.unitOfWork.withScope(SYSTEM, ({ stockAlerts }) => stockAlerts.listClinicsWithDue());
    let done = 0;
    for (const clinicId of clinics) if (await tryToMailDue(deps, SYSTEM, clinicId)) done += 1;
    return done;
  };
}

/** False: it has failed, and is due as before. */
async function tryToMailDue(deps: MailStockAlertsDeps, actor: Actor, clinicId: string): Promise<boolean> {
  try {
    await mailDue(deps, actor, clinicId);
    return true;
  } catch (error) {
    deps.logger.warn('alerts of a stock wait for maintenance', { error, clinic: clinicId });
    return false;
  }
}

async function mailDue(deps: MailStockAlertsDeps, actor: Actor, clinicId: string): Promise<void> {
  const mails = await deps.unitOfWork.withScope(actor, async (scope) => {
    const due = new Set(await scope.stockAlerts.takeDue(clinicId));
    if (due.size === 0) return [];
    const { products } = await readStockStandings(scope, deps.policy, clinicId, deps.now());
    const short = products.filter(({ product, alert }) => alert !== null && due.has(product.id));
    // What there is enough of again by now, or was not used for long, is no alert: nobody is notified, and so it becomes worse, and is
    // mailed, where it is used again.
    const mailed = new Set(short.map(({ product }) => product.id));
    await scope.stockAlerts.forget([...due].filter((id) => !mailed.has(id)));
    return short.length === 0 ? [] : addMails(deps, scope, clinicId, short);
  });
  await Promise.all(mails.map((mail) => sendAccountMail(deps, mail)));
}

async function addMails(
  deps: MailStockAlertsDeps,
  scope: Scope,
  clinicId: string,
  short: readonly StockStanding[],
): Promise<readonly string[]> {
  const known = await deps.mappings(scope, clinicId);
  const supplierNameOf = (supplier: string) => known.get(supplier)?.supplierName ?? supplier;
  const shortages = short.flatMap(({ product, stock, basis, alert }) => {
    if (alert === null || stock === null) return [];
    const { content, supplier, reorderLevel } = product;
    const name = content.productName ?? content.productCode ?? '';
    return [{ product: name, supplierName: supplierNameOf(supplier), alert, stock, basis, reorderLevel }];
  });
  const worst = shortages.toSorted((one, other) => STOCK_ALERTS.indexOf(other.alert) - STOCK_ALERTS.indexOf(one.alert));
  const stock = { shortages: worst.slice(0, MOST_NAMED), more: Math.max(0, worst.length - MOST_NAMED) };
  const mails: string[] = [];
  for (const { id: userId, email: recipient, firstName, timezone: zone } of await managersOf(scope, clinicId)) {
    const mail = { kind: 'stock_alert', recipient, userId, clinicId, firstName, zone, link: null, stock } as const;
    mails.push(await addAccountMail(deps, scope, mail, deps.now()));
  }
  return mails;
}
