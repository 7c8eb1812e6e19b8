import assert from 'node:assert/strict';
import { FakeMailer } from '../../src/adapters/email/fake.js';
import type { OutgoingSms, SmsSender } from '../../src/adapters/sms/port.js';
import { createMessageRenderer } from '../../src/adapters/templates/handlebars.js';
import { SYSTEM } from '../../src/domain/actor.js';
import type { MessageInput } from '../../src/domain/messaging/message-input.js';
import { createLogger } from '../../src/observability/logger.js';
import { deliverMessage } from '../../src/usecases/messaging/deliver-message.js';
import type { Steps } from './steps.js';

/** The sending of messages on a real database, with a mail server and a gateway that keep what they get. */
export class MessageSteps {
  readonly mailer = new FakeMailer();
  readonly texts: OutgoingSms[] = [];
  /** Null: the installation has none. */
  gateway: SmsSender | null = { send: async (message) => void this.texts.push(message) };

  constructor(private readonly steps: Steps) {}

  deliver(input: Partial<MessageInput> & Pick<MessageInput, 'appointmentId' | 'kind'>) {
    const { steps, mailer } = this;
    return deliverMessage({
      unitOfWork: steps.unitOfWork,
      mailer,
      sms: this.gateway,
      renderer: createMessageRenderer(),
      printer: { print: async () => Buffer.from('pdf') },
      characters: { missing: () => [] },
      logger: createLogger('error', 'test'),
      organizer: { name: 'Clinic', email: 'clinic@keepwell.invalid' },
      appUrl: 'https://clinic.invalid',
      payLinks: { linkTo: (id) => `https://clinic.invalid/pay/${id}`, read: () => null },
      now: steps.now,
    })({ version: 0, occurrence: '', ...input });
  }

  /** The last mail of a kind. */
  mail(kind: string) {
    const mail = this.mailer.sent.findLast((sent) => sent.kind === kind);
    assert.ok(mail, `a mail ${kind}`);
    return mail;
  }

  async row(appointmentId: string, kind: string, channel = 'email'): Promise<Record<string, unknown>> {
    const [row] = await this.steps.sql(
      'select * from notifications where subject_id = $1 and kind = $2 and channel = $3',
      [appointmentId, kind, channel],
    );
    return row ?? {};
  }

  async hasPhone(patient: string, phone = '+61491570006'): Promise<void> {
    await this.steps.unitOfWork.withScope(SYSTEM, (scope) =>
      scope.users.updateAccount(patient, { firstName: 'T', lastName: 'P', phone, timezone: 'UTC' }, this.steps.now()),
    );
  }
}
