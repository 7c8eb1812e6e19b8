import { cutText } from '../../domain/text.js';
import { MessageDataError } from './port.js';

/** @throws MessageDataError for a link that a mail program could run instead of opening it */
export function webLink(link: string): string {
  if (!/^https?:\/\/[^\s"'<>]+$/.test(link)) throw new MessageDataError('a link is not http(s)');
  return link;
}

/** Names are typed by people and end in subjects and headings. */
export function oneLine(text: string): string {
  return cutText(text.replace(/[\p{Cc}\s]+/gu, ' ').trim(), 120);
}
