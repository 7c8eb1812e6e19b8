// Spectral's rules for OpenAPI over the generated documents. Run by `npm run lint`, beside `redocly lint`: prints what
// breaks a rule, hints too, and ends with 1.
import { readFileSync } from 'node:fs';
import spectralCore from '@stoplight/spectral-core';
import spectralRulesets from '@stoplight/spectral-rulesets';

for (const name of ['openapi.json', 'openapi-internal.json']) {
  const spectral = new spectralCore.Spectral();
  spectral.setRuleset({ extends: [[spectralRulesets.oas, 'recommended']] });
  const file = new URL(`../../src/api/generated/${name}`, import.meta.url);
  for (const { code, path, message } of await spectral.run(JSON.parse(readFileSync(file, 'utf8')))) {
    console.error(`${name}: ${code}: ${path.join('.')}: ${message}`);
    process.exitCode = 1;
  }
}
