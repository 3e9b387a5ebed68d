/** The fields of an AWS query request: `Action=SendEmail&Destination.ToAddresses.member.1=…`. */
export type Form = ReadonlyMap<string, string>;

/** URLSearchParams takes twice as long for a field of megabytes. */
export function readForm(body: string): Form {
  const fields = body.replaceAll('+', ' ').split('&');
  return new Map(
    fields.map((field) => {
      const equals = field.indexOf('=');
      return [decodeURIComponent(field.slice(0, equals)), decode(field.slice(equals + 1))];
    }),
  );
}

/** A message in base64 has thousands of escapes, but of three characters only. */
function decode(value: string): string {
  const decoded = value.replaceAll('%2B', '+').replaceAll('%2F', '/').replaceAll('%3D', '=');
  return decoded.includes('%') ? decodeURIComponent(value) : decoded;
}

/** `list.member.1`, `list.member.2` … */
export function members(form: Form, list: string): string[] {
  const found: string[] = [];
  for (let i = 1; ; i += 1) {
    const member = form.get(`${list}.member.${i}`);
    if (member === undefined) return found;
    found.push(member);
  }
}
