/** The script of the inbox. Message contents are only ever set as text; HTML goes into a sandboxed frame. */
export const MAIL_PAGE_SCRIPT = `
const byId = (id) => document.getElementById(id);
let messages = [];
let chosen = null;
let view = 'html';

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function when(iso) {
  const date = new Date(iso);
  const today = date.toDateString() === new Date().toDateString();
  return today ? date.toLocaleTimeString() : date.toLocaleString();
}

function tags(message) {
  const all = [];
  if (message.channel === 'sms') all.push(make('span', 'tag sms', 'text message'));
  if (message.kind) all.push(make('span', 'tag', message.kind.replaceAll('_', ' ')));
  return all;
}

function title(message) {
  return message.subject || message.text.slice(0, 80) || '(no subject)';
}

function showList() {
  const words = byId('filter').value.toLowerCase();
  const shown = messages.filter((m) => [m.subject, m.text, m.kind || '', ...m.to].join(' ').toLowerCase().includes(words));
  const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.id : undefined;
  byId('count').textContent = messages.length + (messages.length === 1 ? ' message' : ' messages');
  byId('list').replaceChildren(...shown.map((message) => {
    const button = make('button');
    button.type = 'button';
    button.dataset.id = message.id;
    button.setAttribute('aria-current', String(message.id === chosen));
    const top = make('div', 'top');
    top.append(make('span', 'to', message.to.join(', ')), make('time', '', when(message.received_at)));
    button.append(top, make('div', 'subject', title(message)), ...tags(message));
    button.addEventListener('click', () => { location.hash = message.id; });
    const item = make('li');
    item.append(button);
    return item;
  }));
  if (focused) document.querySelector('#list [data-id="' + focused + '"]')?.focus();
}

function viewButton(name, label) {
  const button = make('button', '', label);
  button.type = 'button';
  button.setAttribute('aria-pressed', String(view === name));
  button.addEventListener('click', () => { view = name; showMessage(); });
  return button;
}

function showMessage() {
  const message = messages.find((entry) => entry.id === chosen);
  document.body.classList.toggle('reading', Boolean(message));
  if (!message) {
    byId('reader').replaceChildren(make('p', 'empty', 'No message chosen. Mail and text messages that the system sends appear here and go nowhere else.'));
    return;
  }
  const base = 'api/messages/' + encodeURIComponent(message.id);
  const head = make('div', 'head');
  const back = make('button', 'back', 'All messages');
  back.type = 'button';
  back.addEventListener('click', () => { location.hash = ''; });
  head.append(back, make('h2', '', title(message)), ...tags(message));
  head.append(make('p', '', 'From ' + message.from), make('p', '', 'To ' + message.to.join(', ')));
  head.append(make('p', '', new Date(message.received_at).toLocaleString()));
  if (message.attachments.length > 0) {
    const files = make('ul');
    message.attachments.forEach((file, index) => {
      const link = make('a', '', file.filename);
      link.href = base + '/attachments/' + index;
      link.target = '_blank';
      link.rel = 'noopener';
      const item = make('li');
      item.append(link);
      files.append(item);
    });
    head.append(files);
  }
  const hasHtml = message.html !== '';
  if (hasHtml) {
    const views = make('div', 'views');
    views.append(viewButton('html', 'Formatted'), viewButton('text', 'Plain text'));
    head.append(views);
  }
  if (hasHtml && view === 'html') {
    const frame = make('iframe');
    frame.title = 'Message';
    frame.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
    frame.src = base + '/html';
    byId('reader').replaceChildren(head, frame);
  } else {
    byId('reader').replaceChildren(head, make('pre', '', message.text));
  }
}

async function refresh() {
  try {
    const answer = await fetch('api/messages');
    const fresh = await answer.json();
    const same = fresh.length === messages.length && (fresh[0] || {}).id === (messages[0] || {}).id;
    if (!same) {
      messages = fresh;
      showList();
      if (chosen && !byId('reader').querySelector('h2')) showMessage();
    }
  } catch {
    byId('count').textContent = 'not reachable';
  }
}

function choose() {
  chosen = location.hash.slice(1) || null;
  showList();
  showMessage();
  if (chosen) byId('reader').focus();
}

byId('filter').addEventListener('input', showList);
byId('clear').addEventListener('click', async () => {
  if (!confirm('Throw every message away?')) return;
  await fetch('api/messages', { method: 'DELETE' });
  location.hash = '';
  await refresh();
});
addEventListener('hashchange', choose);
chosen = location.hash.slice(1) || null;
refresh().then(showMessage);
setInterval(refresh, 2000);
`;
