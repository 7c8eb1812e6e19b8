import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { KeyRing } from '../../../config/key-ring.js';
import { emailKey } from '../../../domain/identity/email.js';
import { changeRow, insertRow } from '../../rows.js';
import type { Sql } from '../../sql.js';
import { DevicesTable } from '../../tables/identity/devices.js';

/** A device from which somebody signs in. */
export interface Device {
  readonly id: string;
  /** What the device keeps and sends with its next sign-in. */
  readonly token: string;
  /** `first` of an account, `known` to it, or `new`. */
  readonly standing: 'first' | 'known' | 'new';
}

/** It has the entropy of a key, so one round of SHA-256 is enough. */
export const hashOfDevice = (token: string) => createHash('sha256').update(token).digest('hex');

export class DeviceRepository {
  constructor(
    private readonly db: Sql,
    private readonly keys: KeyRing,
  ) {}

  /** The device that holds this token, when the account of this mail address has signed in from it. */
  async findByToken(email: string, token: string): Promise<string | null> {
    const hashes = this.keys.hashes(emailKey(email));
    // Not `any` of a list: the database would plan that anew each time, policies included.
    const places = hashes.map((_, at) => `$${at + 2}`).join(', ');
    const { rows } = await this.db.query<{ id: string }>(
      `select d.id from devices d join users u on u.id = d.user_id
        where d.token_hash = $1 and u.email_hash in (${places}) and u.deleted_at is null`,
      [hashOfDevice(token), ...hashes],
    );
    return rows[0]?.id ?? null;
  }

  /** The device that holds this token; a new one when the account knows none of this token. */
  async recognise(userId: string, token: string | null, userAgent: string | null, now: Date): Promise<Device> {
    if (token !== null) {
      const { rows } = await this.db.query<{ id: string }>(
        'update devices set last_seen_at = $3 where user_id = $1 and token_hash = $2 returning id',
        [userId, hashOfDevice(token), now],
      );
      if (rows[0]) return { id: rows[0].id, token, standing: 'known' };
    }
    const { rowCount } = await this.db.query('select 1 from devices where user_id = $1 limit 1', [userId]);
    const device = { id: randomUUID(), token: randomBytes(32).toString('base64url') };
    const seen = { firstSeenAt: now, lastSeenAt: now };
    await insertRow(this.db, DevicesTable, {
      id: device.id,
      userId,
      tokenHash: hashOfDevice(device.token),
      userAgent,
      trustedAt: null,
      ...seen,
    });
    return { ...device, standing: rowCount === 0 ? 'first' : 'new' };
  }

  /** Whether the account trusts the device that holds this token, since then or later. */
  async isTrusted(userId: string, token: string, since: Date): Promise<boolean> {
    const { rowCount } = await this.db.query(
      'select 1 from devices where user_id = $1 and token_hash = $2 and trusted_at > $3',
      [userId, hashOfDevice(token), since],
    );
    return rowCount > 0;
  }

  async trust(id: string, now: Date): Promise<void> {
    await changeRow(this.db, DevicesTable, { id }, { trustedAt: now });
  }

  /** Of all of the account's devices. */
  async endTrust(userId: string): Promise<void> {
    await this.db.query('update devices set trusted_at = null where user_id = $1 and trusted_at is not null', [userId]);
  }

  async countTrusted(userId: string, since: Date): Promise<number> {
    const { rows } = await this.db.query<{ trusted: number }>(
      'select count(*) as trusted from devices where user_id = $1 and trusted_at > $2',
      [userId, since],
    );
    return rows[0]?.trusted ?? 0;
  }
}
