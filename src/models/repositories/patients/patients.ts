import type { KeyRing } from '../../../config/key-ring.js';
import type { Caller } from '../../../domain/actor.js';
import type { Meanings, SearchTerm } from '../../../domain/identity/public.js';
import { Conditions } from '../../conditions.js';
import type { Sql } from '../../sql.js';
import { searchTokens } from '../identity/public.js';

/** A patient of a clinic, and what ties the one who asks to them. */
export interface PatientOfClinic {
  readonly clinicId: string;
  /** Who asks is a doctor, and treats the patient. */
  readonly isTreated: boolean;
  /** A visit at the clinic is booked or under way. */
  readonly isExpected: boolean;
  /** The break-glass grant by which who asks reads the record now. */
  readonly grantId: string | null;
}

/** Who asks about a patient. */
type Asking = Pick<Caller, 'clinicIds'> & { readonly userId: string | null };

export interface PatientSearch {
  readonly clinicId: string;
  /** Left out: all. None of them: nobody. */
  readonly meanings: Meanings | undefined;
  /** Those whom the doctor of the scope treats; `or_exact`: and whoever is found by a number or an address. */
  readonly reach: 'clinic' | 'treated' | 'treated_or_exact';
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string } | undefined;
}

export interface FoundPatient {
  readonly id: string;
  readonly membershipId: string;
  readonly since: Date;
  /** Otherwise they were found by a number or an address alone. */
  readonly isReached: boolean;
}

const IS_TREATED = 'm.user_id = any ((select scope_treated())::uuid[])';

export class PatientRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  /** Null for whoever is no patient of these clinics, and for a closed account. */
  async find(id: string, { userId, clinicIds }: Asking): Promise<PatientOfClinic | null> {
    const { rows } = await this.db.query<PatientOfClinic>(
      `select m.clinic_id, scope_treats(m.user_id) as is_treated, exists (
                select 1 from appointments a where a.patient_id = m.user_id and a.clinic_id = m.clinic_id
                   and a.status in ('booked', 'in_progress')) as is_expected,
              (select g.id from break_glass_grants g where g.patient_id = m.user_id and g.user_id = $3 and g.clinic_id = m.clinic_id
                  and g.expires_at > now() order by g.expires_at desc limit 1) as grant_id
         from memberships m join users u on u.id = m.user_id and u.deleted_at is null
        where m.user_id = $1 and m.clinic_id = any($2) and m.role = 'patient'`,
      [id, clinicIds, userId],
    );
    return rows[0] ?? null;
  }

  /** Patients of a clinic, those first who came last. */
  async search({ clinicId, meanings, reach, limit, after }: PatientSearch): Promise<readonly FoundPatient[]> {
    const where = new Conditions().and('m.clinic_id = ?', clinicId);
    if (meanings) where.and(`m.user_id in (${MET})`, ...this.sought(clinicId, meanings));
    if (reach === 'treated') where.and(IS_TREATED);
    if (reach === 'treated_or_exact') {
      where.and(`(${IS_TREATED} or m.user_id in (${MET}))`, ...this.sought(clinicId, (meanings ?? []).filter(isExact)));
    }
    where.and('(m.created_at, m.id) < (?::timestamptz, ?::uuid)', after?.at, after?.id);
    const { rows } = await this.db.query<FoundPatient>(
      `select m.user_id as id, m.id as membership_id, m.created_at as since, ${reach === 'clinic' ? 'true' : IS_TREATED} as is_reached
         from memberships m join users u on u.id = m.user_id and u.deleted_at is null
        where m.role = 'patient' and ${where} order by m.created_at desc, m.id desc ${where.limit(limit)}`,
      where.values,
    );
    return rows;
  }

  /** The values of {@link MET}. Each term stands there once for each key of the ring. */
  private sought(clinicId: string, meanings: Meanings): readonly unknown[] {
    const wanted = meanings.flatMap((terms, meaning) =>
      terms.flatMap((term, part) =>
        searchTokens(this.keys, clinicId, term).map(({ token }) => ({ token, meaning: meaning + 1, part })),
      ),
    );
    return [
      wanted.map(({ token }) => token),
      wanted.map(({ meaning }) => meaning),
      wanted.map(({ part }) => part),
      clinicId,
      meanings.map((terms) => terms.length),
    ];
  }
}

/** Who meets all parts of any meaning: its tokens, of which meaning and part each is, the clinic, and each meaning's number of parts. */
const MET = `select t.user_id from unnest(?::bytea[], ?::int[], ?::int[]) as w (token, meaning, part)
  join patient_search_tokens t on t.clinic_id = ? and t.token = w.token
  group by t.user_id, w.meaning having count(distinct w.part) = (?::int[])[w.meaning]`;

function isExact(terms: readonly SearchTerm[]): boolean {
  return terms.every(({ kind }) => kind === 'email' || kind === 'phone' || kind === 'identifier');
}
