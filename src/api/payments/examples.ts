import { APPOINTMENT_ID, EXPIRES_AT, ORDER_ID, PATIENT_ID } from '../http/example-values.js';
import type { CheckoutAnswer, FinancialAudit, OrderAnswer, PaymentsStatus } from './responses.js';

export const CHECKOUT: CheckoutAnswer = {
  order_id: ORDER_ID,
  stripe_checkout_url: 'https://checkout.stripe.com/c/pay/cs_test_a1b2c3',
  checkout_url: 'https://checkout.stripe.com/c/pay/cs_test_a1b2c3',
  provider: 'stripe',
  amount: 8000,
  currency: 'aud',
  expires_at: EXPIRES_AT,
};

export const ORDER: OrderAnswer = {
  id: ORDER_ID,
  appointment_id: APPOINTMENT_ID,
  patient: PATIENT_ID,
  provider: 'stripe',
  status: 'paid',
  amount: 8000,
  currency: 'aud',
  checkout_url: null,
  provider_session_id: 'cs_test_a1b2c3',
  provider_payment_id: 'pi_1234567890',
  stripe_session_id: 'cs_test_a1b2c3',
  stripe_payment_intent: 'pi_1234567890',
  created_at: '2026-11-28T14:30:10.000Z',
  expires_at: EXPIRES_AT,
  paid_at: '2026-11-28T14:32:15.000Z',
  completed_at: null,
  appointment: { id: APPOINTMENT_ID, status: 'booked' },
  refunds: [],
};

export const AUDIT: FinancialAudit = {
  appointment_id: APPOINTMENT_ID,
  currency: 'aud',
  financial_events: [
    {
      timestamp: '2026-11-28T14:30:10.000Z',
      event: 'order_created',
      order_id: ORDER_ID,
      amount: '80.00',
      status: 'pending',
    },
    {
      timestamp: '2026-11-28T14:32:15.000Z',
      event: 'payment_completed',
      order_id: ORDER_ID,
      amount: '80.00',
      status: 'paid',
      reference: 'pi_1234567890',
      payment_method: 'card',
      provider: 'stripe',
      stripe_event: 'checkout.session.completed',
    },
  ],
  total_revenue: '80.00',
  net_amount: '78.34',
};

export const PAYMENTS_STATUS: PaymentsStatus = {
  payments_enabled: true,
  provider: 'stripe',
  providers: ['stripe', 'paystack'],
  currency: 'aud',
};
