/** What an order can be for. */
export const PAYABLE_KINDS = ['appointment'] as const;
export type PayableKind = (typeof PAYABLE_KINDS)[number];

/** What an order, a message or an attention entry can be about. A prescription stands for all that one request has issued, the clinic for what belongs to nothing else. */
export const SUBJECT_KINDS = [...PAYABLE_KINDS, 'prescription', 'clinic'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** A row of `subjects`: the thing itself has the same id. */
export interface Subject<Kind extends SubjectKind = SubjectKind> {
  readonly subjectId: string;
  readonly subjectKind: Kind;
}

/** The appointment that a subject is; null when it is something else. */
export function appointmentOf({ subjectId, subjectKind }: Subject): string | null {
  return subjectKind === 'appointment' ? subjectId : null;
}

/** The appointment that is paid for. With a second kind this does not compile until it is said what clients are shown. */
export function appointmentPaidFor({ subjectId, subjectKind }: Subject<PayableKind>): string {
  switch (subjectKind) {
    case 'appointment':
      return subjectId;
  }
}
