export const ACCOUNT_MAIL_WORKFLOW = 'accountMail';

export interface AccountMailInput {
  readonly mailId: string;
}
