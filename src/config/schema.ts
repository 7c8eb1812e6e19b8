import { z } from 'zod';
import { parseDuration } from './durations.js';
import { KeyRing } from './key-ring.js';

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
      if (noticeMs === null || !percent || !/^\d{1,3}$/.test(percent) || Number(percent) > 100) {
        context.addIssue({ code: 'custom', message: 'must be tiers such as 24h:100,2h:50,0s:0' });
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

/** A database role, or `none` to run as the connecting user. */
const role = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .refine((text) => /^[a-z_][a-z0-9_]{0,62}$/.test(text), 'must be the name of a database role, or none')
    .transform((text) => (text === 'none' ? undefined : text));

const url = z.url({ error: 'must be a URL' }).transform((text) => text.replace(/\/+$/, ''));

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
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// URL'),
  DATABASE_ROLE_API: role('keepwell_api'),
  DATABASE_ROLE_WORKER: role('keepwell_worker'),
  DATABASE_POOL_MAX: integer(20, 1000),
  DATABASE_STATEMENT_TIMEOUT: duration('10s'),
  JWT_SECRET: z.string().min(32, 'must have at least 32 characters'),
  ACCESS_TOKEN_TTL: positiveDuration('15m'),
  REFRESH_TOKEN_TTL: positiveDuration('30d'),
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
  POLICY_FEE_NEW: amount('80.00'),
  POLICY_FEE_RETURNING: amount('50.00'),
  RATE_LIMIT_LOGIN: rateLimit('5/1m'),
  RATE_LIMIT_API: rateLimit('100/1m'),
  RATE_LIMIT_PRESCRIPTIONS: rateLimit('10/1h'),
  RATE_LIMIT_BOOKINGS: rateLimit('3/1h'),
  // Accepted only switched off: switched on, it would lock out every patient, as no route confirms an address.
  REQUIRE_VERIFIED_EMAIL: z
    .enum(['false', '0'], { error: 'cannot be true yet: no patient could confirm an address, and so none could book' })
    .default('false')
    .transform(() => false),
  ENCRYPTION_KEYS: keyRing,
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  WORKER_METRICS_PORT: integer(0),
  LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
});

/** Settings that hold a secret: each may be given as `<NAME>_FILE`, the path of a file that holds it. */
export const SECRET_SETTINGS = [
  'DATABASE_URL',
  'JWT_SECRET',
  'ENCRYPTION_KEYS',
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'PAYSTACK_SECRET_KEY',
  'SMTP_URL',
  'TEMPORAL_API_KEY',
  'METRICS_TOKEN',
] as const satisfies readonly (keyof typeof settingsSchema.shape)[];

export type Settings = z.output<typeof settingsSchema>;
