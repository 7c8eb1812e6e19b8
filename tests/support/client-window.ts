import { join } from 'node:path';
import type { Browser, WebSocketRoute } from 'playwright-core';
import { PhonePage } from './chromium.js';
import { until } from './client.js';
import type { Person } from './clinic.js';

interface GivenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const DEVICES = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } };

/** The reference client in a window of its own, as one person uses it; its live connection can be cut. */
export class ClientWindow {
  #isCut = false;
  #isLosing = false;
  #renewals = 0;
  #ends = 0;
  readonly #sockets = new Set<WebSocketRoute>();

  private constructor(
    readonly phone: PhonePage,
    private readonly url: string,
  ) {}

  /** Of this person, who signs in by the form; of nobody when nobody is named. */
  static async open(browser: Browser, url: string, person?: Pick<Person, 'email' | 'password'>): Promise<ClientWindow> {
    const phone = await PhonePage.open(browser);
    const opened = new ClientWindow(phone, url);
    await phone.page.routeWebSocket(/socket\.io/, (socket) => opened.#connect(socket));
    phone.page.on('request', (request) => {
      if (/\/users\/token\/refresh\/?$/.test(request.url())) opened.#renewals += 1;
    });
    if (person) await opened.signIn(person);
    return opened;
  }

  close(): Promise<void> {
    return this.phone.close();
  }

  /** How often it has asked for another token. */
  get renewals(): number {
    return this.#renewals;
  }

  /** How often its live connection was ended with its token. */
  get ends(): number {
    return this.#ends;
  }

  goto(path: string): Promise<void> {
    return this.phone.goto(`${this.url}${path}`);
  }

  /** By the form. */
  async signIn({ email, password }: Pick<Person, 'email' | 'password'>): Promise<void> {
    const { page } = this.phone;
    await this.goto('/app/');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(password);
    await this.button('Sign in');
  }

  /** Waits until the screen of this name is there. */
  heading(name: string): Promise<void> {
    return this.phone.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  }

  link(name: string): Promise<void> {
    return this.phone.page.getByRole('link', { name, exact: true }).click();
  }

  button(name: string): Promise<void> {
    return this.phone.page.getByRole('button', { name, exact: true }).click();
  }

  get #log() {
    return this.phone.page.getByRole('log', { name: 'Conversation' });
  }

  #bubble(text: string) {
    return this.#log.getByRole('article').filter({ hasText: text });
  }

  /** Waits until the conversation shows this. */
  inConversation(text: string): Promise<void> {
    const whole = new RegExp(`^${text.replace(/[.?]/g, '\\$&')}$`);
    return this.#log.locator('p').filter({ hasText: whole }).waitFor();
  }

  /** How many messages say this. */
  times(text: string): Promise<number> {
    return this.#bubble(text).count();
  }

  /** Waits until the clinic has this message. */
  sent(text: string): Promise<void> {
    return this.#bubble(text)
      .getByText(/^(sent|read)$/)
      .waitFor();
  }

  /** Writes a message by keyboard, in place of what stood there. */
  async type(text: string): Promise<void> {
    const { keyboard } = this.phone.page;
    if ((await this.phone.focused()).name !== 'Message') await this.phone.tabTo('Message');
    await keyboard.press('Control+A');
    await keyboard.type(text);
    await keyboard.press('Enter');
  }

  async write(text: string): Promise<void> {
    await this.phone.page.getByLabel('Message', { exact: true }).fill(text);
    await this.button('Send');
  }

  /** Adds files to the message that is being written, from the keyboard. */
  async attach(...files: readonly GivenFile[]): Promise<void> {
    const chooser = this.phone.page.waitForEvent('filechooser');
    await this.phone.press('Add a picture or PDF');
    await (await chooser).setFiles([...files]);
  }

  /** Waits until so many files of the message that is being written are with the clinic. */
  filesReady(count: number): Promise<void> {
    const ready = this.phone.page.getByText(`${count} ready to be sent`);
    return ready.waitFor({ state: 'attached' });
  }

  /** Waits until this picture of a message is there to be seen. */
  async shows(filename: string): Promise<void> {
    const image = this.#log.getByRole('button', { name: `Save ${filename}` }).locator('img');
    await until(`${filename} to be shown`, () =>
      image.evaluate((one: { naturalWidth: number }) => one.naturalWidth > 0),
    );
  }

  async change(text: string, into: string): Promise<void> {
    await this.#bubble(text)
      .getByRole('button', { name: /^Change/ })
      .click();
    await this.phone.page.getByRole('textbox', { name: 'Your message' }).fill(into);
    await this.button('Save');
    await this.inConversation(into);
  }

  async takeBack(text: string): Promise<void> {
    await this.#bubble(text)
      .getByRole('button', { name: /^Change/ })
      .click();
    await this.button('Take this message back');
    await this.inConversation('This message was taken back.');
  }

  /** What a screen reader was told of new messages. */
  async announced(): Promise<string> {
    return (await this.phone.page.locator('[role=status].news').textContent()) ?? '';
  }

  /** The screen as it is once everything in it is there, by axe's rules and for whoever wants to look at it. */
  async look(name: string): Promise<void> {
    await this.phone.page.locator('.loading').first().waitFor({ state: 'detached' });
    await this.phone.assertAccessible();
    await this.picture(name);
  }

  /** Keeps how the screen looks, where `CLIENT_PICTURES` names a folder: on a phone and a desk, in light and dark. */
  async picture(name: string): Promise<void> {
    const folder = process.env.CLIENT_PICTURES;
    if (!folder) return;
    const { page } = this.phone;
    const before = page.viewportSize();
    for (const [device, viewport] of Object.entries(DEVICES)) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: join(folder, `${name}-${device}-${colorScheme}.png`), animations: 'disabled' });
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });
    if (before) await page.setViewportSize(before);
  }

  /** Cuts the live connection, and lets no new one through. */
  async disconnect(): Promise<void> {
    this.#isCut = true;
    await Promise.all([...this.#sockets].map((socket) => socket.close()));
    this.#sockets.clear();
  }

  /** The next message that the server sends on the live connection does not arrive. */
  loseNext(): void {
    this.#isLosing = true;
  }

  reconnect(): void {
    this.#isCut = false;
  }

  #connect(socket: WebSocketRoute): void {
    if (this.#isCut) {
      void socket.close();
      return;
    }
    const server = socket.connectToServer();
    server.onMessage((frame) => {
      if (frame.includes('["session:end",')) this.#ends += 1;
      const isLost = this.#isLosing && frame.includes('["message",');
      if (isLost) this.#isLosing = false;
      else socket.send(frame);
    });
    this.#sockets.add(socket);
  }
}
