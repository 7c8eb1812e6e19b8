import type { ClinicServices } from '../api/clinics/services.js';
import { clinicsRepositories } from '../models/repositories/clinics/slice.js';
import { changeClinic, readClinic } from '../usecases/clinics/clinic-details.js';
import { changePaymentSettings, readPaymentSettings } from '../usecases/clinics/payment-settings.js';
import { changeClinicPolicies, readClinicPolicies } from '../usecases/clinics/policies.js';
import type { Core } from './core.js';
import type { Manifest } from './manifest.js';

/** How clinics work and are paid. */
export const clinics = {
  repositories: clinicsRepositories,
  services: (core: Core) => ({ clinics: clinicServices(core) }),
} satisfies Manifest;

function clinicServices(core: Core): ClinicServices {
  return {
    read: readClinic(core),
    change: changeClinic(core),
    readPaymentSettings: readPaymentSettings(core),
    changePaymentSettings: changePaymentSettings(core),
    readPolicies: readClinicPolicies(core),
    changePolicies: changeClinicPolicies(core),
  };
}
