import { type AppointmentActivityDeps, appointmentActivities } from './appointments.js';
import { type CatalogueActivityDeps, catalogueActivities } from './catalogue.js';
import { type ChatActivityDeps, chatActivities } from './chat.js';
import { type FormularyActivityDeps, formularyActivities } from './formulary.js';
import { type IdentityActivityDeps, identityActivities } from './identity.js';
import { type MessagingActivityDeps, messagingActivities } from './messaging.js';
import { type OperationsActivityDeps, operationsActivities } from './operations.js';
import { type PaymentActivityDeps, paymentActivities } from './payments.js';
import { type PrescriptionActivityDeps, prescriptionActivities } from './prescriptions.js';
import { type QuestionnaireActivityDeps, questionnaireActivities } from './questionnaires.js';
import { type SchedulingActivityDeps, schedulingActivities } from './scheduling.js';
import { type SupportActivityDeps, supportActivities } from './support.js';

export type ActivityDeps = AppointmentActivityDeps &
  CatalogueActivityDeps &
  ChatActivityDeps &
  FormularyActivityDeps &
  PaymentActivityDeps &
  IdentityActivityDeps &
  MessagingActivityDeps &
  PrescriptionActivityDeps &
  QuestionnaireActivityDeps &
  SchedulingActivityDeps &
  SupportActivityDeps &
  OperationsActivityDeps;

/** Every activity of the worker: use cases with their failures mapped. */
export function createActivities(deps: ActivityDeps) {
  return {
    ...appointmentActivities(deps),
    ...catalogueActivities(deps),
    ...chatActivities(deps),
    ...formularyActivities(deps),
    ...paymentActivities(deps),
    ...identityActivities(deps),
    ...messagingActivities(deps),
    ...prescriptionActivities(deps),
    ...questionnaireActivities(deps),
    ...schedulingActivities(deps),
    ...supportActivities(deps),
    ...operationsActivities(deps),
  };
}

export type Activities = ReturnType<typeof createActivities>;
