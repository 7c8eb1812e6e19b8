/** What each group of operations is about. An operation's tag has to stand here. */
export const TAGS: readonly { readonly name: string; readonly description: string }[] = [
  { name: 'users', description: 'Accounts, sessions and profiles: signing in, and what a person says of themselves.' },
  { name: 'slots', description: 'The times that doctors offer: finding, offering and withdrawing them.' },
  { name: 'appointments', description: 'Booking a time, and everything that becomes of it.' },
  { name: 'orders', description: 'Paying for an appointment: checkout, receipts, takings.' },
  { name: 'clinics', description: 'How a clinic works and is paid.' },
  { name: 'patients', description: 'The patients of a clinic: finding them, and reading their records.' },
  { name: 'records', description: 'Allergies and current medicines of patients, with their history.' },
  { name: 'chat', description: 'The rooms in which the patient and the doctor of a visit write to each other.' },
  { name: 'notifications', description: 'What a person is shown in the app.' },
  { name: 'questions', description: 'What patients are asked before a visit, and what they answer.' },
  { name: 'drugs', description: 'The formulary: which medicines there are, and what is known of them.' },
  {
    name: 'catalogue',
    description: 'What suppliers of medicinal cannabis offer, and the price lists that say so.',
  },
  {
    name: 'prescriptions',
    description: 'Prescribing: checks, issuing, documents, and what becomes of a prescription.',
  },
  { name: 'staff', description: 'What needs a person, and what that person can do about it.' },
  { name: 'reconciliation', description: 'The nightly comparison of all books.' },
  { name: 'health', description: 'Whether everything runs.' },
  { name: 'webhooks', description: 'Where payment providers send their events. No client calls these.' },
  { name: 'audit', description: 'Who changed or read what, for admins of a clinic.' },
];
