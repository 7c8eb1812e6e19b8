import type { KeyRing } from '../../../config/key-ring.js';
import { emailKey } from '../../../domain/identity/public.js';
import type { StaffRole } from '../../../domain/roles.js';
import { findRow, insertRow, listRows, type Row } from '../../rows.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { InvitationsTable } from '../../tables/clinics/invitations.js';

/** An invitation to work at a clinic, its mailbox opened. */
export interface Invitation extends Omit<Row<InvitationsTable>, 'emailHash' | 'emailSealed'> {
  readonly email: string;
}

export interface NewInvitation {
  readonly id: string;
  readonly clinicId: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly departmentIds: readonly string[];
  readonly invitedBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export class InvitationRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  async add({ email, ...invitation }: NewInvitation): Promise<Invitation> {
    const emailHash = this.keys.hashes(emailKey(email))[0] ?? '';
    const emailSealed = this.keys.sealText(email, fieldOf(InvitationsTable, 'emailSealed', invitation.id));
    const times = { acceptedAt: null, revokedAt: null };
    return this.open(await insertRow(this.db, InvitationsTable, { ...invitation, emailHash, emailSealed, ...times }));
  }

  async find(id: string): Promise<Invitation | null> {
    const row = await findRow(this.db, InvitationsTable, { id });
    return row && this.open(row);
  }

  /** Of a clinic, the latest first. */
  async list(clinicId: string): Promise<readonly Invitation[]> {
    const order: [string, string][] = [
      ['createdAt', 'desc'],
      ['id', 'desc'],
    ];
    const rows = await listRows(this.db, InvitationsTable, { clinicId }, { order, limit: 200 });
    return rows.map((row) => this.open(row));
  }

  /** Takes back what nobody has accepted: of this mailbox, or by this person. */
  async revoke(
    clinicId: string,
    of: { readonly email: string } | { readonly invitedBy: string },
    now: Date,
  ): Promise<void> {
    const [hashes, by] = 'email' in of ? [this.keys.hashes(emailKey(of.email)), null] : [[], of.invitedBy];
    await this.db.query(
      `update invitations set revoked_at = $4 where clinic_id = $1 and accepted_at is null and revoked_at is null
          and (email_hash = any($2) or invited_by = $3)`,
      [clinicId, hashes, by, now],
    );
  }

  /** False when it was accepted or taken back before. */
  async revokeOne(id: string, now: Date): Promise<boolean> {
    const { rowCount } = await this.db.query(
      'update invitations set revoked_at = $2 where id = $1 and accepted_at is null and revoked_at is null',
      [id, now],
    );
    return rowCount === 1;
  }

  /** Of several who accept at once, one succeeds. */
  async accept(id: string, now: Date): Promise<boolean> {
    const { rowCount } = await this.db.query(
      `update invitations set accepted_at = $2
        where id = $1 and accepted_at is null and revoked_at is null and expires_at > $2`,
      [id, now],
    );
    return rowCount === 1;
  }

  private open({ emailHash: _, emailSealed, ...row }: Row<InvitationsTable>): Invitation {
    return { ...row, email: this.keys.openText(emailSealed, fieldOf(InvitationsTable, 'emailSealed', row.id)) };
  }
}
