/** A browser in miniature: keeps cookies by name, as all addresses here are on one host, and follows no redirect by itself. */
export class BrowserOf {
  readonly cookies = new Map<string, string>();

  async request(address: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...Object.fromEntries(new Headers(init.headers)), ...(cookie && { cookie }) };
    const response = await fetch(address, { ...init, headers, redirect: 'manual' });
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0/i.test(set) || /expires=thu, 01 jan 1970/i.test(set))
        this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  /** Follows redirects until a page comes. Returns it with its address. */
  async open(address: string, init?: RequestInit): Promise<{ address: string; response: Response }> {
    let response = await this.request(address, init);
    let at = address;
    for (let hops = 0; response.status >= 300 && response.status < 400 && hops < 12; hops++) {
      at = new URL(response.headers.get('location') ?? '', at).href;
      response = await this.request(at);
    }
    return { address: at, response };
  }

  /** Opens an address of the console as somebody who exists at the local identity provider. */
  async signIn(address: string, sub: string): Promise<{ address: string; response: Response }> {
    const who = await this.open(address);
    return this.open(who.address, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `sub=${sub}`,
    });
  }
}
