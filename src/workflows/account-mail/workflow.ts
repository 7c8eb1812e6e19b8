import { isCancellation } from '@temporalio/workflow';
import { invalid } from '../../domain/errors.js';
import { isUuid } from '../../domain/ids.js';
import { retryForADay, retryForever } from '../support/activities.js';
import { refusalFailure } from '../support/failures.js';
import type { AccountMailInput } from './contract.js';

/**
 * Sends one mail about an account, however long the mail server is unavailable, up to a day; then administrators are shown
 * that it did not arrive.
 */
export async function accountMail(input: AccountMailInput | null): Promise<void> {
  const mailId: unknown = input?.mailId;
  // Whoever starts it by hand in the Temporal UI reads this sentence.
  if (!isUuid(mailId)) throw refusalFailure(invalid('mailId', 'This is no mail: the product starts these itself.'));
  try {
    await retryForADay.deliverAccountMail({ mailId });
  } catch (error) {
    if (isCancellation(error)) throw error;
    await retryForever.giveUpAccountMail({ mailId });
  }
}
