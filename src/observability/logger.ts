import winston from 'winston';
import { currentContext } from './context.js';

export type Logger = winston.Logger;

// Values under these keys, in either spelling, never reach a log line, whatever a caller passes: logs carry ids only.
const SECRET =
  /pass|secret|token|authorization|cookie|email|mail_?to|phone|name$|address|symptom|note|message_?text|medicare|hpi_?i|ihi|url/i;

const DEEPEST = 4;

function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrub(value);
  if (value === null || typeof value !== 'object') return value;
  if (depth > DEEPEST) return '[too deep]';
  if (value instanceof Error) {
    const { code } = value as { code?: unknown };
    return {
      name: value.name,
      message: scrub(value.message),
      stack: scrub(value.stack ?? ''),
      ...(code ? { code } : {}),
    };
  }
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, SECRET.test(key) ? '[redacted]' : redact(item, depth + 1)]),
  );
}

/** Takes out of a text what a person or a key could be known by. */
function scrub(text: string): string {
  return text
    .replace(/[\w.+-]+@[\w-]+\.[\w.]+/g, '[address]')
    .replace(/(postgres(?:ql)?|smtps?):\/\/[^@\s]*@/g, '$1://[redacted]@')
    .replace(/\b(sk|whsec|rk)_[A-Za-z0-9_]+/g, '[secret]')
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '[token]')
    .replace(/\+\d{8,15}\b/g, '[number]');
}

/** JSON lines on stdout: level, time, message, the request's id and whatever ids the caller adds. */
export function createLogger(level: string, service: string): Logger {
  const shape = winston.format((info) => {
    const { level: severity, message, ...rest } = info;
    const safe = redact(rest) as Record<string, unknown>;
    return Object.assign({}, safe, {
      level: severity,
      message: scrub(String(message)),
      service,
      request_id: currentContext().requestId,
      time: new Date().toISOString(),
      [Symbol.for('level')]: severity,
    }) as winston.Logform.TransformableInfo;
  });
  return winston.createLogger({
    level,
    format: winston.format.combine(shape(), winston.format.json()),
    transports: [new winston.transports.Console({ stderrLevels: [] })],
  });
}
