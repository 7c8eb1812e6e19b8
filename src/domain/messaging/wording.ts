const DOLLAR_CURRENCIES: ReadonlySet<string> = new Set(['aud', 'usd', 'nzd', 'cad', 'sgd']);

/**
 * An amount for people: `$80.00 AUD`, `NGN 5000.00`. The code is always named because readers and doctors sit in
 * different countries, and only GSM-7 characters are used (no peso or naira sign).
 * @param amount decimal string with two places
 * @param currency ISO 4217, any case
 */
export function spokenMoney(amount: string, currency: string): string {
  const code = currency.toUpperCase();
  return DOLLAR_CURRENCIES.has(currency.toLowerCase()) ? `$${amount} ${code}` : `${code} ${amount}`;
}

/** True for a decimal amount above zero. */
export function isPositiveAmount(amount: string | undefined): amount is string {
  return amount !== undefined && Number(amount) > 0;
}
