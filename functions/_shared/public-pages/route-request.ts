import { canNameAnything, type Page, type PageRequest, type PageResponse } from '../runtime/page.ts';

/** Pages by the first segment of their path: `u p c e subscribe r`, or `a`. */
export type Routes = Readonly<Record<string, Page>>;

/** Answers with the page that the first segment of the path names, else with `missing`. */
export async function routeRequest(
  routes: Routes,
  missing: (request: PageRequest) => PageResponse,
  request: PageRequest,
): Promise<PageResponse> {
  const [first = ''] = request.segments;
  const page = Object.hasOwn(routes, first) ? routes[first] : undefined;
  if (!page || !canNameAnything(request)) return missing(request);
  if (request.method !== 'GET' && request.method !== 'POST')
    return { status: 405, headers: { allow: 'GET, HEAD, POST', 'cache-control': 'no-store' }, body: '' };
  return page(request);
}
