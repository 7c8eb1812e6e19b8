import { z } from 'zod';
import { parseDuration } from './durations.js';
import { KeyRing } from './key-ring.js';
import { TokenKeys } from './token-keys.js';

const duration = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const value = parseDuration(text);
      if (value === null) {
        context.addIssue({ code: 'custom', message: `must be a duration such as 500ms, 3s, 15m, 24h or 30d` });
        return z.NEVER;
      }
      return value;
    });

/** One that nobody could work with at zero: every hold, token or slot would end as it begins. */
const positiveDuration = (fallback: string) =>
  duration(fallback).refine((value) => value > 0, 'must be a duration longer than zero, such as 15m');

/** `off`: there is no such limit. */
const durationOrOff = z
  .string()
  .default('off')
  .transform((text, context) => {
    const value = text === 'off' ? null : parseDuration(text);
    if (value !== null ? value > 0 : text === 'off') return value;
    context.addIssue({ code: 'custom', message: 'must be a duration longer than zero, such as 90d, or off' });
    return z.NEVER;
  });

const durations = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const parts = text.split(',').filter((part) => part.trim() !== '');
      const values = parts.map(parseDuration);
      if (values.some((value) => value === null)) {
        context.addIssue({ code: 'custom', message: 'must be durations separated by commas, such as 24h,1h' });
        return z.NEVER;
      }
      return values.filter((value) => value !== null);
    });

const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false', '1', '0'], { error: 'must be true or false' })
    .default(fallback ? 'true' : 'false')
    .transform((text) => text === 'true' || text === '1');

const optionalFlag = z
  .enum(['true', 'false', '1', '0'], { error: 'must be true or false' })
  .optional()
  .transform((text) => (text === undefined ? undefined : text === 'true' || text === '1'));

/** Lower-case words separated by commas; at least one. */
const words = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .refine(
      (text) => /^[a-z0-9_]+(\s*,\s*[a-z0-9_]+)*$/.test(text.trim()),
      'must be words separated by commas, such as card',
    )
    .transform((text) => text.split(',').map((word) => word.trim()));

const amount = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .refine((text) => /^\d{1,7}(\.\d{1,2})?$/.test(text), 'must be an amount such as 80.00')
    .transform((text) => Math.round(Number(text) * 100));

const integer = (fallback: number, max = 65_535) =>
  z
    .string()
    .default(String(fallback))
    .refine((text) => /^\d+$/.test(text) && Number(text) <= max, `must be a whole number up to ${max}`)
    .transform(Number);

/** `5/1m`: five points a minute; `off` disables. */
export interface RateLimit {
  readonly points: number;
  readonly perMs: number;
}

const rateLimit = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, context): RateLimit | null => {
      if (text === 'off') return null;
      const [points, per] = text.split('/');
      const perMs = parseDuration(per ?? '');
      if (!points || !/^[1-9]\d*$/.test(points) || perMs === null || perMs === 0) {
        context.addIssue({ code: 'custom', message: 'must be a limit such as 5/1m, or off' });
        return z.NEVER;
      }
      return { points: Number(points), perMs };
    });

const tiers = z
  .string()
  .default('24h:100,2h:50,0s:0')
  .transform((text, context) =>
    text.split(',').flatMap((part) => {
      const [notice, percent] = part.split(':');
      const noticeMs = parseDuration(notice ?? '');
      // Answers give the notice in whole seconds.
      const isWhole = noticeMs !== null && noticeMs % 1_000 === 0;
      if (!isWhole || !percent || !/^\d{1,3}$/.test(percent) || Number(percent) > 100) {
        context.addIssue({ code: 'custom', message: 'must be tiers of whole seconds such as 24h:100,2h:50,0s:0' });
        return [];
      }
      return [{ noticeMs, percent: Number(percent) }];
    }),
  );

const keyRing = z.string().transform((text, context) => {
  try {
    return KeyRing.parse(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
    return z.NEVER;
  }
});

const tokenKeys = z.string().transform((text, context) => {
  try {
    return TokenKeys.parse(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
    return z.NEVER;
  }
});

const ROLES = ['admin', 'doctor', 'patient', 'receptionist', 'nurse', 'accountant', 'platform_admin'] as const;
/** As a person has one in a membership; `none` for nobody. */
const roles = z.string().transform((text, context) => {
  const names = text.trim() === 'none' ? [] : text.split(',').map((name) => name.trim());
  const known = names.map((name) => ROLES.find((role) => role === name));
  if (known.includes(undefined)) {
    context.addIssue({ code: 'custom', message: 'must be roles separated by commas, such as admin,doctor, or none' });
  }
  return known.filter((role) => role !== undefined);
});

/** A database role that a process' login has to be a member of. */
const role = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .refine((text) => /^[a-z_][a-z0-9_]{0,62}$/.test(text) && text !== 'none', 'must be the name of a database role');

const databaseUrl = () => z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// URL');

const url = z.url({ error: 'must be a URL' }).transform((text) => text.replace(/\/+$/, ''));

/** `10mb`, in bytes. */
const size = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const [, digits, unit] = /^(\d{1,6})(kb|mb)$/i.exec(text) ?? [];
      const bytes = Number(digits) * (unit?.toLowerCase() === 'kb' ? 1024 : 1024 * 1024);
      if (bytes > 0 && bytes <= MOST_UPLOADED) return bytes;
      context.addIssue({ code: 'custom', message: 'must be a size such as 500kb or 10mb, up to 100mb' });
      return z.NEVER;
    });

/** A file is held in memory while it is looked at and sealed. */
const MOST_UPLOADED = 100 * 1024 * 1024;

/** An address of one of these schemes. */
const address = (form: RegExp, message: string) =>
  z
    .string()
    .regex(form, message)
    .transform((text, context) => {
      if (URL.canParse(text)) return new URL(text);
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    });

/** Hosts with their ports, separated by commas: names, IPv4 addresses, and IPv6 ones in brackets. */
const hostsWithPorts = z
  .string()
  .default('')
  .transform((text, context) => {
    const parts = text.split(',').map((part) => part.trim());
    const read = parts.filter((part) => part !== '').map(hostWithPort);
    if (read.includes(null)) {
      context.addIssue({
        code: 'custom',
        message: 'must be hosts with ports separated by commas, such as lists.internal:8080',
      });
    }
    return read.filter((one) => one !== null);
  });

/** A host as `URL` spells it; null where a text is not one with its port. */
function hostWithPort(text: string): { readonly host: string; readonly port: number } | null {
  const [, host = '', digits] = /^([^/?#@\\\s]+):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (!URL.canParse(`http://${host}`) || !(port > 0 && port <= 65_535)) return null;
  const { hostname, host: spelled } = new URL(`http://${host}`);
  return hostname === spelled ? { host: hostname, port } : null;
}

/** Every setting of the product, by the name it has in the environment. */
export const settingsSchema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('production'),
  KEEPWELL_EMBEDDED: flag(false),
  KEEPWELL_DATA_DIR: z.string().default('.keepwell'),
  PORT: integer(3000),
  HOST: z.string().default(''),
  PUBLIC_URL: url,
  FRONTEND_URL: url.optional(),
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    ),
  TRUST_PROXY: z.string().optional(),
  DATABASE_URL: databaseUrl(),
  DATABASE_URL_API: databaseUrl().optional(),
  DATABASE_URL_WORKER: databaseUrl().optional(),
  DATABASE_ROLE_API: role('keepwell_api'),
  DATABASE_ROLE_WORKER: role('keepwell_worker'),
  DATABASE_POOL_MAX: integer(20, 1000),
  DATABASE_STATEMENT_TIMEOUT: duration('10s'),
  TOKEN_KEYS: tokenKeys.optional(),
  /** A ring of one key, as `TOKEN_KEYS` was before it was a ring; beside it, a key that only verifies. */
  JWT_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  ACCESS_TOKEN_TTL: positiveDuration('15m'),
  REFRESH_TOKEN_TTL: positiveDuration('30d'),
  SESSION_TTL_SHORT: positiveDuration('12h'),
  SESSION_MAX_TTL: positiveDuration('90d'),
  REFRESH_REUSE_GRACE: duration('30s'),
  REAUTH_FRESHNESS: positiveDuration('10m'),
  GOOGLE_CLIENT_ID: z.string().optional(),
  GOOGLE_CLIENT_SECRET: z.string().optional(),
  GOOGLE_ISSUER: url.default('https://accounts.google.com'),
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  TEMPORAL_TASK_QUEUE: z.string().default('keepwell'),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_TLS_CA: z.string().optional(),
  TEMPORAL_TLS_CERT: z.string().optional(),
  TEMPORAL_TLS_KEY: z.string().optional(),
  TEMPORAL_UI_URL: url.optional(),
  MAIL_UI_URL: url.optional(),
  SANDBOX_URL: url.optional(),
  STRIPE_SECRET_KEY: z.string().optional(),
  STRIPE_WEBHOOK_SECRET: z.string().optional(),
  STRIPE_API_BASE: url.optional(),
  PAYSTACK_SECRET_KEY: z.string().optional(),
  PAYSTACK_API_BASE: url.optional(),
  STRIPE_PAYMENT_METHODS: words('card'),
  PAYSTACK_CHANNELS: words('card'),
  PAYMENTS_ENABLED: flag(true),
  SMTP_URL: z.string().regex(/^smtps?:\/\//, 'must be an smtp:// URL'),
  SECURITY_CONTACT: z
    .string()
    .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, 'must be a mailto: or https:// address')
    .optional(),
  MAIL_FROM: z.string().default('Keepwell Clinic <clinic@keepwell.invalid>'),
  CURRENCY: z.enum(['aud', 'usd', 'gbp', 'eur', 'ngn', 'php']).default('aud'),
  POLICY_PAYMENT_WINDOW: positiveDuration('15m'),
  POLICY_PAYMENT_WARNING: duration('5m'),
  POLICY_PROCESSING_LIMIT: duration('2h'),
  POLICY_REFUND_TIERS: tiers,
  POLICY_REFUND_NO_SHOW: integer(0, 100),
  POLICY_REFUND_APPROVAL_ABOVE: amount('100.00'),
  POLICY_SLOT_SHORT: positiveDuration('15m'),
  POLICY_SLOT_LONG: positiveDuration('30m'),
  POLICY_REMINDERS: durations('24h,1h'),
  POLICY_CHAT_OPENS: duration('15m'),
  POLICY_CHECK_IN_OPENS: duration('60m'),
  POLICY_NO_SHOW_AFTER: duration('30m'),
  POLICY_CHAT_ARCHIVE: duration('30d'),
  POLICY_CHAT_EDIT_WINDOW: duration('15m'),
  POLICY_CHAT_REOPEN: duration('14d'),
  POLICY_TREATING: duration('730d'),
  POLICY_PRESCRIBE_WITHIN: duration('7d'),
  POLICY_MAX_REPEATS: integer(11, 100),
  POLICY_S8_MAX_REPEATS: integer(0, 100),
  POLICY_DOCUMENT_REMINDER: duration('48h'),
  DISPENSE_BY_CODE: z.enum(['all', 's4', 'none']).default('all'),
  PRESCRIPTION_DELIVERY: z.enum(['link', 'attachment']).default('link'),
  PRESCRIPTION_MAIL_SUBJECT: z.enum(['neutral', 'named']).default('neutral'),
  PRESCRIBE_FRESHNESS: positiveDuration('15m'),
  POLICY_BREAK_GLASS: positiveDuration('60m'),
  POLICY_FEE_NEW: amount('80.00'),
  POLICY_FEE_RETURNING: amount('50.00'),
  PASSWORD_MIN_LENGTH: integer(8, 64).refine((length) => length >= 8, 'must be at least 8'),
  PASSWORD_HISTORY: integer(5, 24),
  PASSWORD_MAX_AGE: durationOrOff,
  PASSWORD_BREACH_URL: url.optional(),
  RATE_LIMIT_LOGIN: rateLimit('5/1m'),
  RATE_LIMIT_LOGIN_ADDRESS: rateLimit('30/1m'),
  RATE_LIMIT_LOGIN_ACCOUNT: rateLimit('50/1h'),
  RATE_LIMIT_MFA: rateLimit('5/5m'),
  RATE_LIMIT_MAIL: rateLimit('3/1h'),
  RATE_LIMIT_PATIENT_SEARCH: rateLimit('60/1m'),
  RATE_LIMIT_API: rateLimit('100/1m'),
  RATE_LIMIT_PRESCRIPTIONS: rateLimit('10/1h'),
  RATE_LIMIT_VERIFY: rateLimit('30/1m'),
  RATE_LIMIT_BOOKINGS: rateLimit('3/1h'),
  RATE_LIMIT_MESSAGES: rateLimit('30/10s'),
  /** Left out: none on an embedded installation, which is for trying things out, and every role of staff elsewhere. */
  REQUIRE_MFA_ROLES: roles.optional(),
  /** Left out: not on an embedded installation, which is for trying things out, and everywhere else. */
  REQUIRE_VERIFIED_EMAIL: optionalFlag,
  /** Left out: as the one above. */
  REQUIRE_VERIFIED_DOCTORS: optionalFlag,
  REQUIRE_MFA_TO_PRESCRIBE: optionalFlag,
  /** Left out: the directory `documents` in KEEPWELL_DATA_DIR. */
  DOCUMENTS_URL: address(
    /^(file:|s3:\/\/[a-z0-9][a-z0-9.-]+)/,
    'must be file:///directory, or s3://bucket with ?endpoint=https://… where it is not Amazon’s',
  ).optional(),
  S3_ACCESS_KEY: z.string().optional(),
  S3_SECRET_KEY: z.string().optional(),
  S3_REGION: z.string().default('us-east-1'),
  UPLOAD_MAX: size('10mb'),
  IMPORT_MAX_FILE_MB: integer(20, 100),
  IMPORT_MAX_ROWS: integer(50_000, 200_000),
  /** What a pull may reach although it is private, or speaks no https. */
  SUPPLIER_PULL_ALLOW: hostsWithPorts,
  POLICY_IMPORT_MAX_ERRORS: integer(25, 100),
  POLICY_IMPORT_MAX_DEACTIVATED: integer(20, 100),
  POLICY_IMPORT_MAX_PRICE_CHANGE: integer(50, 10_000),
  POLICY_IMPORT_PREVIEW_TTL: positiveDuration('7d'),
  POLICY_USAGE_WINDOW: positiveDuration('56d'),
  POLICY_REORDER_COVER: positiveDuration('28d'),
  /** A file (PKCS#12); left out: each doctor has a key of the own, certified by the installation. */
  SIGNING_PFX: z.string().optional(),
  SIGNING_PFX_PASSWORD: z.string().optional(),
  /** An RFC 3161 server. */
  SIGNING_TIMESTAMP_URL: url.optional(),
  CLAMAV_URL: address(/^tcp:\/\/[^/?#]+$/, 'must be tcp://host:3310').optional(),
  /** By what API processes tell each other of typing and presence. */
  SOCKET_ADAPTER: z.enum(['postgres', 'redis']).default('postgres'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/[^/?#]+/, 'must be redis://host:6379, or rediss:// for TLS')
    .optional(),
  ENCRYPTION_KEYS: keyRing,
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  WORKER_METRICS_PORT: integer(0),
  LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
});

/** Settings that hold a secret: each may be given as `<NAME>_FILE`, the path of a file that holds it. */
export const SECRET_SETTINGS = [
  'DATABASE_URL',
  'DATABASE_URL_API',
  'DATABASE_URL_WORKER',
  'JWT_SECRET',
  'TOKEN_KEYS',
  'ENCRYPTION_KEYS',
  'GOOGLE_CLIENT_SECRET',
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'PAYSTACK_SECRET_KEY',
  'S3_ACCESS_KEY',
  'S3_SECRET_KEY',
  'SIGNING_PFX_PASSWORD',
  'SMTP_URL',
  'REDIS_URL',
  'TEMPORAL_API_KEY',
  'METRICS_TOKEN',
] as const satisfies readonly (keyof typeof settingsSchema.shape)[];

export type Settings = z.output<typeof settingsSchema>;
