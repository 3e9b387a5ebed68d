import { type Actor, actorSchema, roleSchema } from '../../_shared/domain/actor.ts';
import type { LinkKeys } from '../../_shared/domain/keyring.ts';
import type { PageRequest, PageResponse } from '../../_shared/runtime/page.ts';
import { sealedCookie } from '../../_shared/runtime/sealed-cookie.ts';
import type { Shell } from '../layout.ts';
import { NotSignedIn, type OpenId, pendingSchema } from './open-id.ts';
import { noAnswer, notSignedIn, signedOut } from './sign-in-pages.ts';

/** Seconds. A working day; then the provider is asked again who it is and which groups they are in. */
const sessionSeconds = 10 * 3600;
/** Seconds for signing in at the provider, with a second factor that has to be found. */
const pendingSeconds = 15 * 60;

export interface SignInSettings {
  /** Null if only IAM lets people in. */
  openId: OpenId | null;
  /** The address of the console, without a slash at the end. */
  consoleUrl: string;
  keys: LinkKeys;
  now: () => Date;
}

export type SignIn = ReturnType<typeof signIn>;

/** Who is signed in, and the pages for signing in and out. */
export function signIn(settings: SignInSettings) {
  const { openId, consoleUrl, keys, now } = settings;
  const cookies = cookiesFor(consoleUrl);
  return {
    /** Null if nobody is signed in. */
    async actorOf(request: PageRequest): Promise<Actor | null> {
      if (request.caller !== null) return behindIam(request.caller);
      return cookies.session.open(request.headers.cookie, keys, now());
    },

    /** Sends the browser to the provider, and then back to the page that was asked for. */
    begin: (shell: Shell, { path, query }: PageRequest): Promise<PageResponse> =>
      begin(settings, cookies, shell, query.size > 0 ? `${path}?${query}` : path),

    /** The page under `/sign-in`, `/sign-in/back` or `/signed-out`. Null for other addresses. */
    async page(shell: Shell, request: PageRequest): Promise<PageResponse | null> {
      switch (request.segments.join('/')) {
        case 'sign-in':
          return begin(settings, cookies, shell, ownPath(request.query.get('to'), consoleUrl));
        case 'sign-in/back':
          return finish(settings, cookies, shell, request);
        case 'signed-out':
          return signedOut(
            shell,
            (await openId?.endAddress(`${consoleUrl}/signed-out`).catch(() => null)) ?? null,
          );
        default:
          return null;
      }
    },

    /** Ends the session of this browser here. */
    end: (): PageResponse => redirect('/signed-out', [cookies.session.removal]),
  };
}

type Cookies = ReturnType<typeof cookiesFor>;

function cookiesFor(consoleUrl: string) {
  const isSecure = consoleUrl.startsWith('https:');
  return {
    session: sealedCookie({ name: 'dateline', schema: actorSchema, lifetime: sessionSeconds, isSecure }),
    pending: sealedCookie({
      name: 'dateline-sign-in',
      schema: pendingSchema,
      lifetime: pendingSeconds,
      isSecure,
    }),
  };
}

async function begin(
  { openId, keys, now }: SignInSettings,
  { pending }: Cookies,
  shell: Shell,
  to: string,
): Promise<PageResponse> {
  try {
    if (!openId) throw new Error('no provider is configured');
    const { address, pending: kept } = await openId.begin(to);
    return redirect(address, [await pending.seal(kept, keys, now())]);
  } catch (error) {
    return noAnswer(shell, error);
  }
}

async function finish(
  { openId, keys, now }: SignInSettings,
  { pending, session }: Cookies,
  shell: Shell,
  { headers, query }: PageRequest,
): Promise<PageResponse> {
  const kept = await pending.open(headers.cookie, keys, now());
  if (!kept || !openId)
    return notSignedIn(
      shell,
      'It took longer than a quarter of an hour, or was begun in another browser.',
      '/',
    );
  try {
    const actor = await openId.finish(query, kept);
    return redirect(kept.to, [await session.seal(actor, keys, now()), pending.removal]);
  } catch (error) {
    if (error instanceof NotSignedIn) return notSignedIn(shell, `${sentence(error.message)}.`, kept.to);
    return noAnswer(shell, error);
  }
}

/** IAM decided who may call the console's function (docs/aws.md). The name is that of the session or user. */
function behindIam(caller: string): Actor {
  return {
    subject: caller,
    name: caller.split('/').at(-1) ?? caller,
    roles: [...roleSchema.options],
  };
}

/** A path of the console, also if something else was written into the link. */
function ownPath(to: string | null, consoleUrl: string): string {
  if (to === null || !URL.canParse(to, consoleUrl)) return '/';
  const { origin, pathname, search } = new URL(to, consoleUrl);
  return origin === new URL(consoleUrl).origin ? `${pathname}${search}` : '/';
}

function redirect(location: string, cookies: string[]): PageResponse {
  return { status: 303, headers: { location, 'cache-control': 'no-store' }, cookies, body: '' };
}

const sentence = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1);
