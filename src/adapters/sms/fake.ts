import { checkSms, type OutgoingSms, type SmsSender } from './port.js';

/** Sender for tests: keeps what it was given; `failures` are thrown first, one per call. */
export class FakeSms implements SmsSender {
  readonly sent: OutgoingSms[] = [];
  readonly failures: Error[] = [];

  async send(message: OutgoingSms): Promise<void> {
    checkSms(message);
    const failure = this.failures.shift();
    if (failure) throw failure;
    this.sent.push(message);
  }
}
