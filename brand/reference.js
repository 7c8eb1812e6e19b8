// The API reference (/docs): starts Scalar, and signs its "Test request" in. Nothing is loaded from elsewhere.
(() => {
  const form = document.querySelector('.sign-in');
  const said = form.querySelector('output');
  const configuration = {
    url: '/openapi.json',
    layout: 'modern',
    withDefaultFonts: false,
    telemetry: false,
    agent: { disabled: true },
    mcp: { disabled: true },
    hideClientButton: true,
    showDeveloperTools: 'never',
    defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
    documentDownloadType: 'json',
    metaData: { title: 'Keepwell API' },
    favicon: '/brand/favicon.svg',
  };
  const withToken = (token) => ({
    ...configuration,
    authentication: { preferredSecurityScheme: 'bearer', securitySchemes: { bearer: { token } } },
  });
  const reference = Scalar.createApiReference('#reference', withToken(''));

  form.account?.addEventListener('change', () => {
    const { email, password } = form.account.selectedOptions[0].dataset;
    form.email.value = email ?? '';
    form.password.value = password ?? '';
  });

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    said.textContent = '…';
    try {
      const response = await fetch('/api/v1/users/login/', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ email: form.email.value, password: form.password.value }),
      });
      const answer = await response.json();
      if (!response.ok) throw new Error(answer.error);
      reference.updateConfiguration(withToken(answer.access));
      said.textContent = `Signed in: ${answer.user.role}, for ${Math.round(answer.expires_in / 60)} minutes.`;
    } catch (error) {
      said.textContent = error.message;
    }
  });
})();
