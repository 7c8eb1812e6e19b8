// A client in TypeScript: books a time and opens its payment page. Its types come from the API document:
//
//   npx openapi-typescript https://<your installation>/openapi.json -o keepwell.ts
//   npm install openapi-fetch
import createClient from 'openapi-fetch';
import type { paths } from './keepwell.js';

export interface Booked {
  readonly appointmentId: string;
  readonly orderId: string;
  readonly checkoutUrl: string;
}

/** Books the first free time, and asks for the page where it is paid. @throws Error with a sentence to show */
export async function bookAndPay(baseUrl: string, email: string, password: string): Promise<Booked> {
  const api = createClient<paths>({ baseUrl });
  const login = await api.POST('/api/v1/users/login', { body: { email, password } });
  if (login.error) throw new Error(login.error.error);
  if (!('access' in login.data)) throw new Error('This account signs in with a second factor.');
  const headers = { Authorization: `Bearer ${login.data.access}` };

  const slots = await api.GET('/api/v1/appointments/availabilities/list', {
    headers,
    params: { query: { slot_type: 'short', limit: 1 } },
  });
  if (slots.error) throw new Error(slots.error.error);
  const [slot] = slots.data;
  if (!slot) throw new Error('No time is free.');

  const booking = await api.POST('/api/v1/appointments', {
    headers,
    // Stored before the request is sent, so that a retry after a broken connection books nothing twice.
    params: { header: { 'Idempotency-Key': crypto.randomUUID() } },
    body: { availability_id: slot.id, symptoms: 'A cough' },
  });
  if (booking.error) throw new Error(booking.error.error);

  const order = await api.POST('/api/v1/orders', {
    headers,
    params: { header: { 'Idempotency-Key': crypto.randomUUID() } },
    body: { appointmentId: booking.data.id },
  });
  if (order.error) throw new Error(order.error.error);
  return { appointmentId: booking.data.id, orderId: order.data.order_id, checkoutUrl: order.data.checkout_url };
}

/** Asks until the payment is settled. */
export async function waitUntilBooked(
  baseUrl: string,
  email: string,
  password: string,
  appointmentId: string,
): Promise<paths['/api/v1/appointments/{id}']['get']['responses']['200']['content']['application/json']> {
  const api = createClient<paths>({ baseUrl });
  const login = await api.POST('/api/v1/users/login', { body: { email, password } });
  if (login.error) throw new Error(login.error.error);
  if (!('access' in login.data)) throw new Error('This account signs in with a second factor.');
  const headers = { Authorization: `Bearer ${login.data.access}` };
  for (;;) {
    const read = await api.GET('/api/v1/appointments/{id}', { headers, params: { path: { id: appointmentId } } });
    if (read.error) throw new Error(read.error.error);
    if (read.data.status !== 'pending') return read.data;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
