import assert from 'node:assert/strict';
import { addDays, localDay } from '../../../src/domain/days.js';
import type { ApiClient } from '../client.js';
import type { Consultation, Surgery } from './surgery.js';

export const APPROVALS = '/api/v1/approvals/';
/** What an approval says, beside whose it is and when it counts. */
export const SAID = {
  access_path: 'sas_b',
  approval_ref: 'MC26-012345',
  category: 1,
  dose_form: 'oral_liquid',
  indication: 'Chronic pain that nothing else relieves',
};
/** Why one is withdrawn. */
export const WHY = 'The treatment has ended';

/** Approvals of medicinal cannabis, as the doctors of a surgery record them. */
export class Approvals {
  private constructor(private readonly zone: string) {}

  static async at({ stage }: Surgery): Promise<Approvals> {
    const [clinic] = await stage.sql<{ timezone: string }>('select timezone from clinics limit 1');
    return new Approvals(clinic?.timezone ?? 'UTC');
  }

  /** On the clinic's calendar, so many days ahead. */
  day(ahead = 0): string {
    return addDays(localDay(new Date(), this.zone), ahead);
  }

  /** The body that records one: it counts from ten days ago until ten days ahead. */
  asking({ doctor, patient }: Pick<Consultation, 'doctor' | 'patient'>, changes: object = {}) {
    const days = { approved_on: this.day(-10), expires_on: this.day(10) };
    return { ...SAID, doctor: doctor.id, patient: patient.id, ...days, ...changes };
  }

  async approved(visit: Consultation, changes: object = {}, by: ApiClient = visit.api) {
    const { status, body } = await by.post(APPROVALS, this.asking(visit, changes));
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  }

  withdraw(by: ApiClient, id: string, withdrawn_on = this.day(), reason = WHY) {
    return by.patch(`${APPROVALS}${id}/`, { withdrawn_on, reason });
  }
}
