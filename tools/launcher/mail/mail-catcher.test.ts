import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createTransport } from 'nodemailer';
import { type MailCatcher, startMailCatcher } from './server.js';

interface Listed {
  readonly id: string;
  readonly message_id: string | null;
  readonly kind: string | null;
  readonly to: string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly received_at: string;
  readonly attachments: { readonly filename: string; readonly content_type: string }[];
}

async function list(catcher: MailCatcher): Promise<Listed[]> {
  const answer = await fetch(`${catcher.uiUrl}/api/messages`);
  assert.equal(answer.status, 200);
  return (await answer.json()) as Listed[];
}

describe('the mail catcher', () => {
  let dataDir: string;
  let catcher: MailCatcher;

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'mail-catcher-'));
    catcher = await startMailCatcher({ smtpPort: 0, uiPort: 0, dataDir });
  });
  after(async () => {
    await catcher.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const send = (mail: Parameters<ReturnType<typeof createTransport>['sendMail']>[0]): Promise<unknown> => {
    const transport = createTransport(catcher.smtpUrl);
    return transport.sendMail({ from: 'Clinic <clinic@keepwell.invalid>', ...mail }).finally(() => transport.close());
  };

  it('shows a mail with its parts, newest first, and has written it when SMTP acknowledges', async () => {
    await send({
      to: 'Anna <anna@example.invalid>',
      bcc: 'copy@example.invalid',
      subject: 'Booking held – grüße',
      text: 'plain',
      html: '<p>formatted</p>',
      headers: { 'X-Keepwell-Kind': 'booking_held' },
      messageId: '<one@keepwell.invalid>',
      attachments: [{ filename: 'visit.ics', content: 'BEGIN:VCALENDAR', contentType: 'text/calendar' }],
    });
    assert.equal((await readdir(join(dataDir, 'mail'))).length, 1);
    await send({ to: 'second@example.invalid', subject: 'later', text: 'x' });
    const [newest, first] = await list(catcher);
    assert.equal(newest?.subject, 'later');
    assert.equal(newest.kind, null);
    assert.ok(first);
    assert.deepEqual(first.to, ['anna@example.invalid', 'copy@example.invalid']);
    assert.equal(first.message_id, '<one@keepwell.invalid>');
    assert.equal(first.kind, 'booking_held');
    assert.equal(first.subject, 'Booking held – grüße');
    assert.equal(first.text.trim(), 'plain');
    assert.equal(first.html.trim(), '<p>formatted</p>');
    assert.match(first.received_at, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    assert.deepEqual(first.attachments, [{ filename: 'visit.ics', content_type: 'text/calendar' }]);

    const file = await fetch(`${catcher.uiUrl}/api/messages/${first.id}/attachments/0`);
    assert.match(await file.text(), /^BEGIN:VCALENDAR/);
    const one = (await (await fetch(`${catcher.uiUrl}/api/messages/${first.id}`)).json()) as Listed;
    assert.equal(one.subject, first.subject);
    assert.equal((await fetch(`${catcher.uiUrl}/api/messages/nobody`)).status, 404);
  });

  it('shows a text message with its number', async () => {
    await send({
      to: '+61491570006@sms.keepwell.invalid',
      text: 'See you at 9:00',
      headers: { 'X-Keepwell-Kind': 'reminder', 'X-Keepwell-Channel': 'sms' },
    });
    const [message] = await list(catcher);
    assert.deepEqual(message?.to, ['+61491570006']);
    assert.equal(message.kind, 'reminder');
  });

  it('counts a mail that is delivered twice as two', async () => {
    const before = (await list(catcher)).length;
    const mail = { to: 'twice@example.invalid', text: 'x', messageId: '<same@keepwell.invalid>' };
    await send(mail);
    await send(mail);
    const all = await list(catcher);
    assert.equal(all.length, before + 2);
    assert.equal(all.filter((message) => message.message_id === '<same@keepwell.invalid>').length, 2);
  });

  it('serves the HTML part only under a policy that runs and loads nothing', async () => {
    await send({ to: 'a@example.invalid', subject: 'evil', html: '<script>parent.evil()</script><b>hi</b>' });
    const [message] = await list(catcher);
    const answer = await fetch(`${catcher.uiUrl}/api/messages/${message?.id}/html`);
    assert.match(answer.headers.get('content-security-policy') ?? '', /^sandbox .*default-src 'none'/);
    const page = await fetch(catcher.uiUrl);
    assert.equal(page.status, 200);
    assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'nonce-/);
    assert.match(await page.text(), /Keepwell mail/);
  });

  it('has a page that lists, searches and reads messages, and writes what they say as text', async () => {
    await send({ to: 'page@example.invalid', subject: '<i>Needle</i>', text: 'plain words', html: '<b>formatted</b>' });
    await send({ to: 'other@example.invalid', subject: 'Haystack', text: 'x' });
    const [other, needle] = await list(catcher);
    const page = async (query: string): Promise<string> => (await fetch(`${catcher.uiUrl}/?${query}`)).text();
    const found = await page('q=needle');
    assert.match(found, /&lt;i&gt;Needle&lt;\/i&gt;/);
    assert.doesNotMatch(found, /Haystack/);
    assert.match(await page(`id=${needle?.id}`), new RegExp(`<iframe [^>]*src="api/messages/${needle?.id}/html"`));
    assert.match(await page(`id=${needle?.id}&view=text`), /<pre>plain words\n?<\/pre>/);
    assert.match(await page(`id=${other?.id}`), /<pre>x\n?<\/pre>/, 'a message without formatting is shown as it is');
    assert.match(await page('id=nobody'), /No message chosen/);
  });

  it('keeps its messages over a restart and forgets them when asked', async () => {
    const kept = await list(catcher);
    const { smtpPort, uiPort } = catcher;
    await catcher.stop();
    catcher = await startMailCatcher({ smtpPort, uiPort, dataDir });
    assert.deepEqual(await list(catcher), kept);
    await send({ to: 'after@example.invalid', subject: 'after', text: 'x' });
    assert.equal((await list(catcher))[0]?.subject, 'after');
    assert.equal((await fetch(`${catcher.uiUrl}/api/messages`, { method: 'DELETE' })).status, 204);
    assert.deepEqual(await list(catcher), []);
    assert.deepEqual(await readdir(join(dataDir, 'mail')), []);
  });
});
