/*
 * How single values are written on the wire. The OpenAPI generator copies the tags of these types into every member
 * that has one of them, and the routes refuse input that does not match a pattern.
 */

/**
 * @format uuid
 * @pattern ^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$
 */
export type Uuid = string;

/**
 * RFC 3339; what we answer is always in UTC, with `Z`.
 * @format date-time
 */
export type Instant = string;

/**
 * A moment as RFC 3339 allows it to be written.
 * @format date-time
 * @pattern ^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt\s][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?([Zz]|[+-][0-9]{2}:[0-9]{2})$ Use a time with its offset, such as 2026-11-21T09:00:00Z.
 * @maxLength 200
 */
export type AskedInstant = string;

/**
 * A day on somebody's calendar.
 * @format date
 * @pattern ^[0-9]{4}-[0-9]{2}-[0-9]{2}$ Use a date such as 2026-11-21.
 * @maxLength 10
 */
export type AskedDay = string;

/**
 * A day on somebody's calendar, `YYYY-MM-DD`.
 * @format date
 */
export type Day = string;

/**
 * An amount of money, two places.
 * @pattern ^-?[0-9]+[.][0-9]{2}$
 */
export type Decimal = string;

/**
 * An amount of money in minor units: 8000 is 80.00.
 * @isInt
 */
export type MinorUnits = number;

/**
 * A whole number of things, seconds or milliseconds.
 * @isInt
 * @minimum 0
 */
export type Count = number;

/**
 * A part of the product by its name, `api_key` for an integration, or `temporal-ui` with what the person in the Temporal UI said their name is.
 * @pattern ^(keepwell|anonymous|api_key|(stripe|paystack)_webhook|payment_lookup|desk|temporal-ui\s[(]claims\s[\s\S]*[)])$
 */
export type SystemName = string;

/**
 * What somebody looks for, on one line.
 * @pattern ^[^\x00-\x1f\x7f-\x9f]*$
 * @maxLength 200
 */
export type SearchText = string;

/** @format email */
export type EmailAddress = string;

/** @format uri */
export type Url = string;

/**
 * Lower-case ISO 4217; also of currencies that no clinic of ours takes.
 * @pattern ^[a-z]{3}$
 */
export type CurrencyCode = string;

/**
 * A time on the wall, `HH:mm`; a span may end at `24:00`.
 * @pattern ^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$
 */
export type ClockTime = string;
