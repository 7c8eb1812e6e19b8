drop table payment_transitions, appointment_transitions;
