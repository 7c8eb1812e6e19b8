drop index prescriptions_controlled;
