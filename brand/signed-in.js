// Says how a sign-in with Google ended. The code in the fragment is left alone: it is the client app that exchanges it.
(() => {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const outcome = fragment.has('code') ? 'code' : fragment.get('error');
  const known = [...document.querySelectorAll('[data-outcome]')];
  const shown = known.find(({ dataset }) => dataset.outcome === outcome) ?? known.at(-1);
  shown.hidden = false;
})();
