import { deliverMessage, type MessageDeps } from '../usecases/messaging/deliver-message.js';
import { asActivity } from './failures.js';

export interface MessagingActivityDeps {
  readonly messages: MessageDeps;
}

export function messagingActivities({ messages }: MessagingActivityDeps) {
  return { deliverMessage: asActivity(deliverMessage(messages)) };
}
