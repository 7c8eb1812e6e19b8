import type { Mailer, MailReceipt, OutgoingMail } from './port.js';

/** Mailer for tests: keeps what it was given; `failures` are thrown first, one per call. */
export class FakeMailer implements Mailer {
  readonly sent: OutgoingMail[] = [];
  readonly failures: Error[] = [];

  async send(mail: OutgoingMail): Promise<MailReceipt> {
    const failure = this.failures.shift();
    if (failure) throw failure;
    this.sent.push(mail);
    return { accepted: true, response: '250 2.0.0 kept' };
  }
}
