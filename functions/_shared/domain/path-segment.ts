/**
 * A name as one segment of the path of a public page. An HTTP API decodes the path before the function sees it, and cuts
 * it off at a decoded `?` (measured in https://github.com/hotsock/voker/pull/8, said in
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html). A name with `%` or `?`
 * is therefore encoded twice. `readPageRequest` decodes once more, which changes no other name.
 */
export function pathSegment(name: string): string {
  const encoded = encodeURIComponent(name);
  return /[%?]/.test(name) ? encodeURIComponent(encoded) : encoded;
}
