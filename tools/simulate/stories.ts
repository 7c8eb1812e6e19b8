import type { Page, Payer } from './payer.js';
import type { StoryName } from './plan.js';

/** Plays one story to its end; some have a second patient in it. */
export function play(story: StoryName, payer: Payer, rival: Payer): Promise<void> {
  return STORIES[story](payer, rival);
}

type Story = (payer: Payer, rival: Payer) => Promise<void>;

const STORIES: Readonly<Record<StoryName, Story>> = {
  async paid(payer) {
    const page = await opened(payer);
    if (page) await payer.pay(page);
  },

  async declinedFirst(payer) {
    const page = await opened(payer);
    if (!page) return;
    const first = payer.random.pick(page.gateway === 'stripe' ? ['declined', 'requires_action'] : ['declined']);
    await payer.drive(page, { outcome: first });
    // Not everybody has a second card.
    if (payer.random.chance(0.85)) await payer.pay(page);
  },

  /** Money and deadline arrive together. */
  async atTheDeadline(payer) {
    const page = await opened(payer);
    if (!page) return;
    await payer.aroundDeadline(payer.random.between(-900, 900));
    await payer.pay(page);
  },

  async late(payer) {
    const page = await opened(payer);
    if (!page) return;
    await payer.until();
    await payer.pause(payer.random.between(0, 3_000));
    await payer.pay(page);
  },

  /** By the time the money comes somebody else has the slot. */
  async lateAndTaken(payer, rival) {
    const page = await opened(payer);
    if (!page) return;
    await payer.until();
    const theirs = (await rival.bookInsteadOf(payer)) ? await rival.open() : null;
    if (theirs) await rival.pay(theirs);
    await payer.pay(page);
  },

  /** A bank that takes its time, sometimes longer than the slot is kept. */
  async delayed(payer) {
    const page = await opened(payer);
    if (!page || !(await payer.drive(page, { outcome: 'processing' }))) return;
    const wait = payer.random.weighted({ short: 3, deadline: 3, limit: 2, never: 1 });
    if (wait === 'never') return;
    await payer.pause({ short: 700, deadline: 11_000, limit: 26_000 }[wait]);
    await payer.drive(page, { outcome: payer.random.weighted({ async_paid: 3, async_failed: 1 }) });
  },

  async neverPaid(payer) {
    if ((await payer.book()) && payer.random.chance(0.8)) await payer.open();
  },

  async cancelledUnpaid(payer) {
    if (!(await payer.book())) return;
    const page = payer.random.chance(0.8) ? await payer.open() : null;
    await payer.cancel();
    // The page was still open in a browser.
    if (page && payer.random.chance(0.6)) await payer.pay(page);
  },

  async cancelledPaid(payer) {
    if (payer.random.chance(0.75)) {
      if (await payer.settle()) await payer.cancel();
      return;
    }
    // The cancel meets the money on its way.
    const page = await opened(payer);
    if (!page) return;
    await Promise.all([payer.pay(page), payer.pause(payer.random.between(0, 400)).then(() => payer.cancel())]);
  },

  async moved(payer) {
    if (!(await payer.settle())) return;
    await payer.move();
    if (payer.random.chance(0.3)) await payer.move();
    if (payer.random.chance(0.3)) await payer.cancel();
  },

  async partlyRefunded(payer) {
    if (!(await payer.settle())) return;
    const whole = payer.side.name === 'dollars' ? 5_000 : 900_000;
    await payer.refund(payer.random.between(1, Math.floor(whole * 0.55)));
    const next = payer.random.weighted({ nothing: 5, cancel: 3, again: 2 });
    if (next === 'cancel') await payer.cancel();
    if (next === 'again') await payer.refund(payer.random.between(1, Math.floor(whole * 0.4)));
  },

  async disputed(payer) {
    const settled = await payer.settle();
    if (!settled) return;
    const { page } = settled;
    const when = payer.random.weighted({ only: 6, afterCancel: 2, beforeCancel: 2 });
    if (when === 'afterCancel') await payer.cancel();
    await payer.dispute(page);
    await payer.pause(payer.random.pick([0, 300, 2_000]));
    if (when === 'beforeCancel') await payer.cancel();
    const end = payer.random.weighted({ won: 4, lost: 4, open: 3, appealed: 1 });
    if (end === 'open') return;
    if (end !== 'appealed') return payer.dispute(page, end);
    await payer.dispute(page, 'lost');
    await payer.pause(1_000);
    // Paystack's decisions are final.
    if (page.gateway === 'stripe') await payer.dispute(page, 'won');
  },

  async visited(payer) {
    const page = (await payer.bookSoon()) ? await payer.open() : null;
    if (!page) return;
    await payer.pay(page);
    const standing = await payer.until((now) => now.status === 'booked');
    if (!standing) return;
    const how = payer.random.weighted({ held: 6, nobody: 3, corrected: 2, doctorAway: 1 });
    if (how === 'nobody') return;
    if (how === 'held') {
      await payer.attend(standing, 'in_progress');
      await payer.pause(standing.starts_at.getTime() - Date.now() + 300);
      return payer.attend(standing, 'completed');
    }
    const ended = await payer.until((now) => now.ends_at.getTime() < Date.now(), 90_000);
    if (!ended) return;
    if (how === 'doctorAway') return payer.decideAbsence('doctor_absent');
    await payer.decideAbsence('no_show');
    await payer.attend(ended, 'completed');
  },

  /** The bank credits another sum, or another currency, than was asked for. */
  async wrongMoney(payer) {
    const page = await opened(payer);
    if (!page) return;
    await payer.pay(page, payer.random.pick([{ amount: payer.random.between(100, 4_000) }, { currency: 'usd' }]));
    const known = await payer.until();
    // Staff look at it, and give it back or leave it on their list.
    if (known && payer.random.chance(0.5)) await payer.refund();
  },

  /** A page at either provider, and both are paid. */
  async paidTwice(payer) {
    if (!(await payer.book())) return;
    const first = await payer.open();
    if (!first) return;
    const second = payer.side.name === 'naira' ? await payer.open('stripe') : null;
    const pages = [first, second ?? first];
    for (const page of payer.random.shuffled(pages)) await payer.pay(page);
  },

  async askedTwice(payer) {
    if (!(await payer.book())) return;
    const pages = await Promise.all([payer.open(), payer.open()]);
    const page = pages.find((one): one is Page => one !== null);
    if (page) await payer.pay(page);
  },
};

async function opened(payer: Payer): Promise<Page | null> {
  return (await payer.book()) ? payer.open() : null;
}
