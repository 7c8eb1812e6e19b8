// Asks the registry whether a package that the product runs with has a known hole. Ends with 1 for a serious one, and says so
// when it could not ask: no network, or a registry that answers no such question.
import { spawnSync } from 'node:child_process';

const asked = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8', timeout: 60_000 });
const report = parse(asked.stdout);
if (!report?.metadata?.vulnerabilities) {
  console.log('Known holes in packages: SKIPPED, the registry could not be asked.');
  process.exit(0);
}
const { critical = 0, high = 0, moderate = 0, low = 0 } = report.metadata.vulnerabilities;
for (const { name, severity, via } of Object.values(report.vulnerabilities ?? {})) {
  const why = via.map((one) => (typeof one === 'string' ? `by ${one}` : `${one.title} (${one.url})`)).join('; ');
  console.log(`${severity}: ${name}: ${why}`);
}
console.log(`Known holes in packages: ${critical} critical, ${high} high, ${moderate} moderate, ${low} low.`);
process.exitCode = critical + high > 0 ? 1 : 0;

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
