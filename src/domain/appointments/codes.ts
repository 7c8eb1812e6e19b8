/** What this context adds to the unions of the kernel (`../contexts.ts`). */
export const codes = {
  errors: [],
  auditActions: [
    'appointment.booked',
    'appointment.claim_released',
    'appointment.confirmed',
    'appointment.expired',
    'appointment.rebooked',
    'appointment.cancelled',
    'appointment.rescheduled',
    'appointment.checked_in',
    'appointment.started',
    'appointment.completed',
    'appointment.no_show',
    'appointment.deleted',
    'appointment.read',
    'appointment.resumed',
    'appointment.window_extended',
    'appointment.confirmation_resent',
  ],
  attention: [
    {
      code: 'doctor_absent',
      text: 'The patient was there and the consultation was never started. Reach the doctor; after 24 hours the visit is cancelled with a full refund.',
      helps: ['decideAbsence'],
    },
    {
      code: 'absence_undecided',
      text: 'Nobody is known to have come: the patient was not checked in and the consultation was not started. Ask both sides, then use decideAbsence: no_show, or doctor_absent with a full refund. No timer decides it.',
      helps: ['decideAbsence'],
    },
    {
      code: 'overrun',
      text: 'The consultation is still open two hours after its end. Ask the doctor to complete it; it completes by itself after 24 hours.',
      helps: ['resolveAttention'],
    },
  ],
  permissions: {
    'appointments:book': ['patient'],
    'appointments:book-for-patient': ['admin', 'receptionist', 'nurse'],
    'appointments:read': ['admin', 'doctor', 'patient', 'receptionist', 'nurse'],
    'appointments:move': ['admin', 'doctor', 'patient', 'receptionist', 'nurse'],
    'appointments:check-in': ['admin', 'patient', 'receptionist', 'nurse'],
  },
} as const;
