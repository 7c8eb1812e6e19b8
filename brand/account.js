// Posts the token of a one-time link when its person presses the button: no server has seen it before, and a mail scanner
// that opens the link spends nothing.
(() => {
  const USERS = '/api/v1/users';
  const byId = (id) => document.getElementById(id);
  const typed = (id) => byId(id).value;
  const [form, refusal, done] = [byId('account'), byId('refusal'), byId('done')];
  const token = new URLSearchParams(location.hash.slice(1)).get('token');

  const post = async (path, body, access) => {
    const response = await fetch(`${USERS}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(access ? { authorization: `Bearer ${access}` } : {}) },
      body: JSON.stringify(body),
    });
    const isJson = response.headers.get('content-type')?.includes('json');
    const answer = isJson ? await response.json() : {};
    return { status: response.status, ok: response.ok, answer };
  };

  /** Takes the sentence away, and what ties it to a field. */
  const clear = () => {
    refusal.hidden = true;
    refusal.textContent = '';
    for (const field of document.querySelectorAll('[aria-invalid]')) {
      field.removeAttribute('aria-invalid');
      const others = (field.getAttribute('aria-describedby') ?? '').replace(/ ?\brefusal$/, '');
      if (others) field.setAttribute('aria-describedby', others);
      else field.removeAttribute('aria-describedby');
    }
  };
  /** Says why nothing has happened. Where a field is meant, it is read with the sentence and has the focus. */
  const refuse = (error, field) => {
    refusal.textContent = error;
    refusal.hidden = false;
    const meant = field && byId(field === 'new_password' ? 'password' : field);
    if (!meant) return;
    meant.setAttribute('aria-invalid', 'true');
    meant.setAttribute('aria-describedby', `${meant.getAttribute('aria-describedby') ?? ''} refusal`.trim());
    meant.focus();
  };
  /** Shows one form alone, from its first field on. */
  const show = (shown) => {
    for (const one of document.forms) one.hidden = one !== shown;
    shown.querySelector('input').focus();
  };
  const finish = (sentence) => {
    for (const one of document.forms) one.hidden = true;
    sentence.hidden = false;
    sentence.focus();
    history.replaceState(null, '', location.pathname);
  };
  /** The button stays as it is while it works: one that is switched off loses the focus. A second press does nothing. */
  const onSubmit = (of, work) =>
    of.addEventListener('submit', async (event) => {
      event.preventDefault();
      if (of.dataset.busy) return;
      of.dataset.busy = 'yes';
      clear();
      try {
        await work();
      } catch {
        refuse('The clinic cannot be reached at the moment. Please try again.');
      } finally {
        delete of.dataset.busy;
      }
    });
  /** Posts what a form asks for, and shows its sentence when that is done. */
  const posting = (of, sentence, bodyOf) =>
    onSubmit(of, async () => {
      const { ok, answer } = await post(of.dataset.path, bodyOf());
      if (ok) finish(sentence);
      else refuse(answer.error, answer.field);
    });

  /** An invitation opens an account, or is accepted by who signs in with the one that there is. */
  const accepting = (known, second) => {
    let waiting;
    const accept = async (body, access) => {
      const { ok, status, answer } = await post('/invitations/accept/', { token, ...body }, access);
      if (ok) {
        finish(done);
        // The page needed the session for this alone.
        if (access) await post('/logout/', {}, access);
        return;
      }
      if (status === 401 && !access) show(known);
      refuse(answer.error, answer.field);
    };
    const enter = ({ ok, answer }) => {
      if (!ok) return refuse(answer.error, answer.field);
      if (answer.access) return accept({}, answer.access);
      if (answer.mfa_setup_required) {
        return refuse(
          'Your account needs a second step at sign-in. Set it up in your client app, and open this link again.',
        );
      }
      waiting = answer.mfa_token;
      return show(second);
    };
    onSubmit(form, () =>
      accept({ password: typed('password'), first_name: typed('first_name'), last_name: typed('last_name') }),
    );
    onSubmit(known, async () => enter(await post('/login/', { email: typed('email'), password: typed('current') })));
    onSubmit(second, async () => {
      const code = typed('code').trim();
      const proof = /^[\d ]+$/.test(code) ? { code: code.replaceAll(' ', '') } : { recovery_code: code };
      await enter(await post('/login/mfa/', { mfa_token: waiting, ...proof }));
    });
  };

  if (token) {
    if (byId('known')) accepting(byId('known'), byId('second'));
    else posting(form, done, () => (byId('password') ? { token, new_password: typed('password') } : { token }));
    return;
  }
  form.hidden = true;
  // Without a link, whoever wants another password asks for one here.
  const asking = byId('forgot');
  if (!asking) {
    refuse('This link is incomplete. Please open it once more from the mail.');
    return;
  }
  asking.hidden = false;
  posting(asking, byId('asked'), () => ({ email: typed('email') }));
})();
