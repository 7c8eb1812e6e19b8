import assert from 'node:assert/strict';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../tools/checks/chromium.js';
import { onPath } from '../../tools/launcher/tools.js';
import { until } from './client.js';

const PROGRAM = findChromium({ named: process.env.CHROMIUM, onPath });

/** For a test's `skip`: why it cannot run here, or false. */
export const NO_CHROMIUM = PROGRAM ? false : 'no Chromium on the PATH, and CHROMIUM names none';

/** The narrowest phone that WCAG asks for (1.4.10), in CSS pixels. */
const PHONE = { width: 320, height: 640 };
const MOST_TABS = 40;
/** Of a control, in the page: its label, or its text. */
const NAME_OF = `(one) => one.getAttribute('aria-label') ?? (one.labels?.[0] ?? one).textContent.trim()`;
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Without a sandbox of its own: tests run as whoever they run as, and open nothing but our pages. */
export function launchChromium(): Promise<Browser> {
  assert.ok(PROGRAM);
  return chromium.launch({ executablePath: PROGRAM, args: ['--no-sandbox'] });
}

interface Focused {
  readonly id: string;
  readonly text: string;
  /** Its label, or its text. */
  readonly name: string;
  readonly description: string;
  readonly outline: string;
}

/** A page on a phone, used by keyboard; a script that fails, or that the page's own policy refuses, is a failure of the test. */
export class PhonePage {
  readonly #complaints: string[] = [];

  private constructor(readonly page: Page) {}

  /** `bypassCSP`: for a page that allows no script at all, not even the one of `assertAccessible`. */
  static async open(browser: Browser, { bypassCSP = false } = {}): Promise<PhonePage> {
    // Without transitions: what is looked at has its last colour, not one on the way to it.
    const context = await browser.newContext({ viewport: PHONE, bypassCSP, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const opened = new PhonePage(page);
    page.on('pageerror', ({ message }) => opened.#complaints.push(message));
    page.on('console', (message) => {
      // What the API refuses is part of the tests.
      const isRefusal = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isRefusal) opened.#complaints.push(message.text());
    });
    return opened;
  }

  /** As from a mail: a new document, also where only the fragment differs. */
  async goto(url: string): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(url);
  }

  /** Closes it. @throws AssertionError when a script complained meanwhile */
  async close(): Promise<void> {
    await this.page.context().close();
    assert.deepEqual(this.#complaints, []);
  }

  /** Presses Tab until the control with this name, which may still be loading, has the focus, and the focus is to be seen. */
  async tabTo(name: string | RegExp): Promise<void> {
    const isIt = (one: string) => (typeof name === 'string' ? one === name : name.test(one));
    await until(`${name} to be there`, async () => (await this.#names()).some(isIt));
    for (let n = 0; n < MOST_TABS; n += 1) {
      await this.page.keyboard.press('Tab');
      const focused = await this.focused();
      if (!isIt(focused.name)) continue;
      assert.notEqual(focused.outline, 'none', `nobody sees that ${name} has the focus`);
      return;
    }
    assert.fail(`${name} cannot be reached by the Tab key`);
  }

  async fill(label: string, text: string): Promise<void> {
    await this.tabTo(label);
    await this.page.keyboard.type(text);
  }

  /** Chooses what has this name in a group of choices, by the Space key. */
  async choose(name: string): Promise<void> {
    await this.tabTo(name);
    await this.page.keyboard.press('Space');
  }

  /** Presses the button, or follows the link, by the Enter key. */
  async press(name: string | RegExp): Promise<void> {
    await this.tabTo(name);
    await this.page.keyboard.press('Enter');
  }

  /** Of everything that may have the focus. */
  #names(): Promise<readonly string[]> {
    const controls = 'a, button, input, select, textarea, summary, [tabindex]';
    return this.page.evaluate(`[...document.querySelectorAll('${controls}')].map(${NAME_OF})`);
  }

  /** What has the focus. */
  async focused(): Promise<Focused> {
    return this.page.evaluate(`(() => {
      const one = document.activeElement;
      const described = (one.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id));
      return {
        id: one.id,
        text: one.textContent,
        name: (${NAME_OF})(one),
        description: described.map((part) => part?.textContent ?? '').join(' ').trim(),
        outline: getComputedStyle(one).outlineStyle,
      };
    })()`);
  }

  /** Waits until this text is shown and has the focus, so that it is read out and Tab goes on from there. */
  async untilFocused(text: string): Promise<void> {
    await until(`the focus to be at ${text}`, async () => (await this.focused()).text.includes(text));
  }

  /** Waits until the field with this id has the focus. */
  async untilField(id: string): Promise<void> {
    await this.page.locator(`#${id}`).waitFor();
    await until(`the focus to be in ${id}`, async () => (await this.focused()).id === id);
  }

  /** Waits until the control with this name has the focus: a form gives it to what was refused just after it says why. */
  async untilNamed(name: string): Promise<void> {
    await until(`the focus to be on ${name}`, async () => (await this.focused()).name === name);
  }

  /** Waits until an alert says this: a screen reader says it wherever the focus is. */
  async untilAlert(text: string): Promise<void> {
    await this.page.getByRole('alert').filter({ hasText: text }).first().waitFor();
  }

  /**
   * Nothing of the page is wrong by axe's rules, in light and in dark, and nothing is cut off: at 320 pixels, and with
   * text twice as large (WCAG 1.4.4, 1.4.10).
   */
  async assertAccessible(): Promise<void> {
    const { page } = this;
    const at = new URL(page.url()).pathname;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(axe.source);
      const wrong = await page.evaluate(`axe
        .run(document, { runOnly: ${JSON.stringify(AXE_TAGS)} })
        .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`);
      assert.deepEqual(wrong, [], `${at}, ${colorScheme}`);
    }
    for (const size of ['100%', '200%']) {
      await page.evaluate(`document.documentElement.style.fontSize = '${size}'`);
      const cut = await page.evaluate(`[document.documentElement, ...document.querySelectorAll('main :not(input)')]
        .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline')
        .map((one) => one.outerHTML.slice(0, 80))`);
      assert.deepEqual(cut, [], `${at} at 320 pixels, text at ${size}`);
    }
    await page.evaluate("document.documentElement.style.fontSize = ''");
    await page.emulateMedia({ colorScheme: 'light' });
  }
}
