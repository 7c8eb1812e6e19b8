import type { Day } from '../../../domain/days.js';
import {
  AGAIN_EARLY,
  MORE_THAN_BEFORE,
  type PrescribingPattern,
  TWO_DOCTORS,
} from '../../../domain/prescriptions/patterns.js';
import type { Sql } from '../../sql.js';

/** Something unusual that no attention entry was ever opened for. Ids and figures only. */
export interface FoundPattern {
  readonly clinicId: string;
  /** The cause: of one there is one entry, ever. */
  readonly about: string;
  /** Null for what is about a doctor alone. */
  readonly patientId: string | null;
  /** Names no patient: who reads entries of a clinic is not recorded as having read of one. */
  readonly context: Readonly<Record<string, unknown>>;
}

/** It stands, or something was supplied of it. */
const counts = (p: string) => `${p}.schedule = 'S8' and (${p}.status = 'issued' or exists (
  select 1 from dispensings d where d.prescription_id = ${p}.id and d.undone_at is null))`;

/** `$1`: the days that an earlier one is looked for. `$2`: the first day of what is looked at. */
const AGAIN_EARLY_FOUND = `
  select distinct on (later.id) later.clinic_id, later.patient_id, 'again_early/' || later.id as about,
         jsonb_build_object('doctor', later.doctor_id, 'prescriptions', jsonb_build_array(earlier.number, later.number)) as context
    from prescriptions later
    join prescription_items i on i.prescription_id = later.id and i.schedule = 'S8'
    join prescriptions earlier on earlier.clinic_id = later.clinic_id and earlier.patient_id = later.patient_id
         and earlier.doctor_id = later.doctor_id and earlier.request_id <> later.request_id
         and earlier.schedule = 'S8' and earlier.status = 'issued' and earlier.valid_until >= later.issued_on
         and earlier.issued_on between later.issued_on - $1::int and later.issued_on
         and (earlier.year, earlier.ordinal) < (later.year, later.ordinal)
    join prescription_items e on e.prescription_id = earlier.id and (e.drug_id = i.drug_id or e.product_id = i.product_id)
         and e.repeats >= (select count(*) from dispensings d where d.item_id = e.id and d.undone_at is null and d.dispensed_on <= later.issued_on)
   where later.schedule = 'S8' and later.status = 'issued' and later.issued_on >= $2::date
   order by later.id, earlier.ordinal desc`;

const TWO_DOCTORS_FOUND = `
  select distinct on (later.clinic_id, later.patient_id, least(earlier.doctor_id, later.doctor_id), greatest(earlier.doctor_id, later.doctor_id))
         later.clinic_id, later.patient_id,
         'two_doctors/' || later.patient_id || '/' || least(earlier.doctor_id, later.doctor_id) || '/' || greatest(earlier.doctor_id, later.doctor_id) as about,
         jsonb_build_object('doctors', jsonb_build_array(earlier.doctor_id, later.doctor_id),
           'prescriptions', jsonb_build_array(earlier.number, later.number)) as context
    from prescriptions later
    join prescriptions earlier on earlier.clinic_id = later.clinic_id and earlier.patient_id = later.patient_id
         and earlier.doctor_id <> later.doctor_id and (earlier.year, earlier.ordinal) < (later.year, later.ordinal)
         and earlier.issued_on between later.issued_on - $1::int and later.issued_on and ${counts('earlier')}
   where later.issued_on >= $2::date and ${counts('later')}
   order by later.clinic_id, later.patient_id, least(earlier.doctor_id, later.doctor_id), greatest(earlier.doctor_id, later.doctor_id), later.issued_on, later.ordinal`;

/** `$1`: weeks before, `$2`: first day, `$3`: at least, `$4`: times their mean. */
const MORE_THAN_BEFORE_FOUND = `
  select w.clinic_id, null::uuid as patient_id, 'more_than_before/' || w.doctor_id || '/' || w.week as about,
         jsonb_build_object('doctor', w.doctor_id, 'week', w.week, 'count', w.count, 'before', w.before) as context
    from (select one.*, (select coalesce(sum(b.count), 0)::int from weeks b
                          where b.clinic_id = one.clinic_id and b.doctor_id = one.doctor_id
                            and b.week < one.week and b.week >= one.week - 7 * $1::int) as before from weeks one) w
   where w.week >= $2::date - 6 and w.count >= $3::int and w.count * $1::int > w.before * $4::int`;

const WEEKS = `weeks as (
  select p.clinic_id, p.doctor_id, date_trunc('week', p.issued_on::timestamp)::date as week, count(*)::int as count
    from prescriptions p where p.issued_on >= $2::date - 7 * ($1::int + 1) and ${counts('p')} group by 1, 2, 3)`;

const STATEMENTS: Readonly<Record<PrescribingPattern, { readonly text: string; readonly values: readonly number[] }>> =
  {
    again_early: { text: AGAIN_EARLY_FOUND, values: [AGAIN_EARLY.withinDays] },
    two_doctors: { text: TWO_DOCTORS_FOUND, values: [TWO_DOCTORS.withinDays] },
    more_than_before: {
      text: MORE_THAN_BEFORE_FOUND,
      values: [MORE_THAN_BEFORE.weeksBefore, MORE_THAN_BEFORE.atLeast, MORE_THAN_BEFORE.timesMean],
    },
  };

/** Looks for patterns in what was prescribed, each within one clinic. */
export class PrescribingPatternRepository {
  constructor(private readonly db: Sql) {}

  /** What was seen from a day on and was never shown to anybody, also not in an entry that is resolved. */
  async listNew(pattern: PrescribingPattern, from: Day, most: number): Promise<readonly FoundPattern[]> {
    const { text, values } = STATEMENTS[pattern];
    const [first, ...others] = values;
    const all = [first, from, ...others, most];
    const { rows } = await this.db.query<FoundPattern>(
      `with ${pattern === 'more_than_before' ? `${WEEKS}, ` : ''}found as (${text})
       select f.clinic_id, f.patient_id, f.about, f.context from found f
        where not exists (select 1 from attention a
          where a.subject_id = f.clinic_id and a.code = 'prescribing_pattern' and a.about = f.about)
        order by f.about limit $${all.length}`,
      all,
    );
    return rows;
  }
}
