import { randomUUID } from 'node:crypto';
import type { KeyRing } from '../../../config/key-ring.js';
import type { SigningCertificate } from '../../../domain/prescriptions/signing-certificates.js';
import { columnsOf, findRow, insertRow, listRows, type Row } from '../../rows.js';
import type { Binding } from '../../scope.js';
import { fieldOf } from '../../sealed-fields.js';
import type { Sql } from '../../sql.js';
import { SigningCertificatesTable } from '../../tables/prescriptions/signing-certificates.js';
import { SigningKeysTable } from '../../tables/prescriptions/signing-keys.js';
import { UnreadableRow } from '../../unreadable-row.js';

/** A certificate that is not in the database yet. */
export type NewCertificate = Omit<SigningCertificate, 'id'>;

/** One of several of the same kind and doctor. */
export interface KeptCertificate extends SigningCertificate {
  /** 1 for the first; null for a file's. */
  readonly generation: number | null;
}

/** A certificate with its private key. */
export interface KeptKey {
  readonly certificate: KeptCertificate;
  /** The private key (PKCS#8). @throws Error when it is not in the database */
  readonly open: () => Uint8Array;
}

/** Signing certificates, which anybody may read, and their private keys, which only the worker can. */
export class SigningKeyRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  /** The latest key of a doctor's own. */
  async findOfDoctor(doctorId: string): Promise<KeptKey | null> {
    const { rows } = await this.db.query<Row<SigningCertificatesTable> & { readonly privateKeySealed: string | null }>(
      `select ${columnsOf(SigningCertificatesTable, { of: 'c' })}, k.private_key_sealed
         from signing_certificates c left join signing_keys k on k.certificate_id = c.id
        where c.kind = 'doctor' and c.doctor_id = $1 order by c.generation desc limit 1`,
      [doctorId],
    );
    const [found] = rows;
    if (!found) return null;
    const { privateKeySealed, ...row } = found;
    return { certificate: openCertificate(this.keys, row), open: () => this.opened(row.id, privateKeySealed) };
  }

  /** The latest authority. */
  findAuthority(): Promise<KeptCertificate | null> {
    return this.latest({ kind: 'authority' });
  }

  findByFingerprint(fingerprint: string): Promise<KeptCertificate | null> {
    return this.find({ fingerprint });
  }

  findCertificate(id: string): Promise<KeptCertificate | null> {
    return this.find({ id });
  }

  /** All that ever signed, and their authorities; the oldest first. */
  async listCertificates(): Promise<readonly KeptCertificate[]> {
    const rows = await listRows(this.db, SigningCertificatesTable, {}, { order: [['createdAt', 'asc']] });
    return rows.map((row) => openCertificate(this.keys, row));
  }

  /**
   * Records a certificate as this generation of its kind and doctor. Null when another transaction was faster: this one has waited
   * for its end, and reads that one's certificate now.
   */
  async claim(certificate: NewCertificate, generation: number | null, now: Date): Promise<SigningCertificate | null> {
    const row = { ...certificate, id: randomUUID() };
    const mac = this.keys.sign('signing certificate', macText(row));
    const { rowCount } = await this.db.query(
      `insert into signing_certificates (${columnsOf(SigningCertificatesTable)})
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`,
      [
        row.id,
        row.kind,
        row.doctorId,
        generation,
        row.holder,
        row.issuer,
        row.chain,
        row.fingerprint,
        row.notBefore,
        row.notAfter,
        mac,
        now,
      ],
    );
    return rowCount === 0 ? null : row;
  }

  async insertKey(certificateId: string, pkcs8: Uint8Array): Promise<void> {
    const text = Buffer.from(pkcs8).toString('base64');
    await insertRow(this.db, SigningKeysTable, {
      certificateId,
      privateKeySealed: this.keys.sealText(text, field(certificateId)),
    });
  }

  /** The private key of a certificate (PKCS#8). @throws Error when it has none here */
  async readKey(certificateId: string): Promise<Uint8Array> {
    const row = await findRow(this.db, SigningKeysTable, { certificateId });
    return this.opened(certificateId, row?.privateKeySealed ?? null);
  }

  private opened(certificateId: string, sealed: string | null): Uint8Array {
    if (sealed === null) throw new Error('this certificate has no private key in the database');
    return Buffer.from(this.keys.openText(sealed, field(certificateId)), 'base64');
  }

  private async latest(where: Pick<NewCertificate, 'kind'> & Partial<NewCertificate>): Promise<KeptCertificate | null> {
    const how = { order: [['generation', 'desc']] as [string, string][], limit: 1 };
    const row = await findRow(this.db, SigningCertificatesTable, where, how);
    return row && openCertificate(this.keys, row);
  }

  private async find(where: { readonly id: string } | { readonly fingerprint: string }) {
    const row = await findRow(this.db, SigningCertificatesTable, where);
    return row && openCertificate(this.keys, row);
  }
}

/** A certificate of a row. @throws UnreadableRow for one that this product has not written */
export function openCertificate(
  keys: KeyRing,
  { mac, createdAt: _, ...row }: Row<SigningCertificatesTable>,
): KeptCertificate {
  if (!keys.isSigned('signing certificate', macText(row), mac)) {
    throw new UnreadableRow('a signing certificate was not written by this product');
  }
  return row;
}

/** What the row says, in one text: none of it can be changed without its MAC. */
function macText({ id, kind, doctorId, holder, issuer, chain, notBefore, notAfter }: SigningCertificate): Buffer {
  return Buffer.from(JSON.stringify([id, kind, doctorId, holder, issuer, chain, notBefore, notAfter]), 'utf8');
}

function field(certificateId: string): string {
  return fieldOf(SigningKeysTable, 'privateKeySealed', certificateId);
}

/** For the slice of this context. */
export const signingKeyRepositories = {
  signingKeys: ({ db, keys }: Binding) => new SigningKeyRepository(db, keys),
};
