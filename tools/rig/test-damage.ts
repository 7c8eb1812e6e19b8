import assert from 'node:assert/strict';
import { test } from 'node:test';

/** What is done to a scene in which all is well, and the rule that must notice. */
export type Damage = readonly [what: string, rule: string, done: () => unknown];

/** One test for each damage; `violated` gives the rules that a checker finds violated afterwards. */
export function testDamages(damages: readonly Damage[], violated: () => Promise<readonly string[]>): void {
  for (const [what, rule, done] of damages) {
    test(`notices ${what}`, async () => {
      await done();
      const found = await violated();
      assert.ok(found.includes(rule), `expected "${rule}", found ${JSON.stringify(found)}`);
    });
  }
}
