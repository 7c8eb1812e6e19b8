// The suppliers whose lists the clinic can read.
import { answerOf, api } from '../api.js';
import { useLoad } from '../parts/page.js';

/** As choices of a form, and the company behind each key. */
export function useSuppliers() {
  const params = { query: { limit: 200 } };
  const { data } = useLoad(() => answerOf(api.GET('/api/v1/supplier-products/suppliers', { params })), []);
  const choices = (data ?? []).map((one) => [one.key, one.supplier_name] as const);
  const names = new Map(choices);
  return {
    choices,
    nameOf: (key: string | null) => (key === null ? 'Supplier not recognised' : (names.get(key) ?? key)),
  };
}
