/**
 * Encodes a name as one path segment of a public page. An HTTP API decodes the path before the function sees it and
 * truncates it at a decoded `?` (measured in https://github.com/hotsock/voker/pull/8; see
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html). Therefore a name with `%`
 * or `?` is encoded twice. `readPageRequest` decodes once more, which does not change any other name.
 */
export function pathSegment(name: string): string {
  const encoded = encodeURIComponent(name);
  return /[%?]/.test(name) ? encodeURIComponent(encoded) : encoded;
}
