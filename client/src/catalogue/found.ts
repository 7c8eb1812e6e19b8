// Products on the suppliers' latest lists, looked for by who orders or prescribes.
import { answerOf, api } from '../api.js';
import type { SupplierProduct } from './answers.js';

const SHOWN = 20;

/** @throws Refusal */
export async function findProducts(wanted: { readonly search: string; readonly supplier?: string }) {
  const params = { query: { ...wanted, limit: SHOWN } };
  return (await answerOf(api.GET('/api/v1/supplier-products', { params }))) as readonly SupplierProduct[];
}
