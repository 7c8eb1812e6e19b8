-- The only moves that an appointment and its payment status can make; the trigger on `appointments` reads them.
create table appointment_transitions (
  from_status text not null,
  to_status text not null,
  primary key (from_status, to_status)
);
insert into appointment_transitions values
  ('pending', 'booked'), ('pending', 'payment_expired'), ('payment_expired', 'booked'),
  ('pending', 'cancelled_by_patient'), ('pending', 'cancelled_by_doctor'), ('pending', 'cancelled_by_clinic'),
  ('booked', 'cancelled_by_patient'), ('booked', 'cancelled_by_doctor'), ('booked', 'cancelled_by_clinic'),
  ('in_progress', 'cancelled_by_doctor'), ('in_progress', 'cancelled_by_clinic'),
  ('booked', 'booked'), ('booked', 'in_progress'), ('booked', 'completed'), ('in_progress', 'completed'),
  ('booked', 'no_show'), ('no_show', 'completed'), ('no_show', 'cancelled_by_doctor');

call grant_access('appointment_transitions', api => 'select', worker => 'select');

create table payment_transitions (
  from_status text not null,
  to_status text not null,
  primary key (from_status, to_status)
);
insert into payment_transitions values
  ('unpaid', 'paid'), ('unpaid', 'waived'), ('paid', 'refund_pending'),
  ('refund_pending', 'refunded'), ('refund_pending', 'partially_refunded'), ('refund_pending', 'refund_failed'),
  ('refund_failed', 'refund_pending'), ('refunded', 'refund_failed'), ('partially_refunded', 'refund_failed'),
  ('partially_refunded', 'refund_pending'), ('paid', 'disputed'), ('disputed', 'paid');

call grant_access('payment_transitions', api => 'select', worker => 'select');
