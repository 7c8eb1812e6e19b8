import { type Document, isReference, type Link, routesOf } from './document.js';

/** Where the id in an answer leads: `pointer` in the answer of `from` is the `{id}` of every address below `under`. */
const IDS: readonly { readonly from: string; readonly pointer: string; readonly under: string }[] = [
  { from: 'bookAppointment', pointer: '/id', under: '/api/v1/appointments' },
  { from: 'listAppointments', pointer: '/0/id', under: '/api/v1/appointments' },
  { from: 'createSlot', pointer: '/id', under: '/api/v1/appointments/availabilities' },
  { from: 'createQuestionnaire', pointer: '/id', under: '/api/v1/questions' },
  { from: 'createDrug', pointer: '/id', under: '/api/v1/drugs' },
  { from: 'listDrugs', pointer: '/0/id', under: '/api/v1/drugs' },
  { from: 'importDrugs', pointer: '/id', under: '/api/v1/drugs/import' },
  { from: 'importPriceList', pointer: '/id', under: '/api/v1/supplier-products/imports' },
  { from: 'createOrder', pointer: '/order_id', under: '/api/v1/orders' },
  { from: 'listOrders', pointer: '/0/id', under: '/api/v1/orders' },
  { from: 'listSessions', pointer: '/0/id', under: '/api/v1/users/sessions' },
  { from: 'readProfile', pointer: '/clinic_id', under: '/api/v1/clinics' },
  { from: 'listAttention', pointer: '/0/id', under: '/api/v1/admin/attention' },
  { from: 'listReconciliations', pointer: '/0/id', under: '/api/v1/admin/reconciliations' },
  { from: 'listAppointments', pointer: '/0/id', under: '/api/v1/admin/appointments' },
];

/** Where an id in an answer belongs into a body. */
const BODIES: readonly {
  readonly from: string;
  readonly pointer: string;
  readonly to: string;
  readonly member: string;
}[] = [
  { from: 'listFreeSlots', pointer: '/0/id', to: 'bookAppointment', member: 'availability_id' },
  { from: 'bookAppointment', pointer: '/id', to: 'createOrder', member: 'appointmentId' },
];

/** Where an answer names a record inside the one that was asked for: both ids of that record's address. */
const INNER_IDS: readonly { readonly from: string; readonly to: string; readonly inner: string }[] = [
  { from: 'listReceipts', to: 'downloadReceipt', inner: 'receiptId' },
];

/** Adds the links by which a tool, or a reader, goes from an answer to what can be done with it. */
export function addLinks(document: Document): void {
  const routes = routesOf(document);
  for (const { from, pointer, under } of IDS) {
    for (const { path, operation } of routes) {
      if (!path.startsWith(`${under}/{id}`) || path.split('{').length > 2) continue;
      const { operationId } = operation;
      link(document, from, {
        operationId,
        description: `${operation.summary ?? operationId}, by the id of this answer.`,
        parameters: { id: `$response.body#${pointer}` },
      });
    }
  }
  for (const { from, to, inner } of INNER_IDS) {
    link(document, from, {
      operationId: to,
      description: `The id of this answer is the \`${inner}\` of that address, below the same \`id\`.`,
      parameters: { id: '$request.path.id', [inner]: '$response.body#/0/id' },
    });
  }
  for (const { from, pointer, to, member } of BODIES) {
    link(document, from, {
      operationId: to,
      description: `The id of this answer is the \`${member}\` of that request.`,
      requestBody: { [member]: `$response.body#${pointer}` },
    });
  }
}

function link(document: Document, from: string, to: Link): void {
  const source = routesOf(document).find(({ operation }) => operation.operationId === from)?.operation;
  if (!source) throw new Error(`tools/openapi/links.ts names ${from}, which is no operation`);
  for (const status of ['200', '201', '202']) {
    const response = source.responses[status];
    if (response && !isReference(response)) response.links = { ...response.links, [to.operationId]: to };
  }
}
