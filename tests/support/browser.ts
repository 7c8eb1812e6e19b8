/** As much of a browser as a sign-in at a provider needs: it keeps cookies by origin, and follows redirects until `stopAt`. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** The URL that the redirects end at: one that begins with `stopAt`, which is not fetched, or one that does not redirect. */
  async follow(url: string, stopAt: string): Promise<string> {
    let at = url;
    for (let hops = 0; hops < 12; hops += 1) {
      if (at.startsWith(stopAt)) return at;
      const response = await this.get(at);
      const location = response.headers.get('location');
      await response.arrayBuffer();
      if (location === null) return at;
      at = new URL(location, at).href;
    }
    throw new Error(`too many redirects, the last to ${at}`);
  }

  async get(url: string): Promise<Response> {
    const { origin } = new URL(url);
    const cookie = [...(this.#cookies.get(origin) ?? [])].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: cookie ? { cookie } : {} });
    this.keep(origin, response.headers);
    return response;
  }

  /** Keeps what an answer of this origin sets. */
  keep(origin: string, headers: Headers): void {
    const own = this.#cookies.get(origin) ?? new Map<string, string>();
    for (const line of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) own.delete(name);
      else own.set(name, value);
    }
    this.#cookies.set(origin, own);
  }
}
