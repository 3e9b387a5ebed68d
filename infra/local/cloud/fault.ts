/** An error as the real service answers it: its code, its words, its HTTP status. */
export class Fault extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** What we do not serve is refused loudly: an empty success would hide a gap until the code runs on AWS. */
export function notServed(operation: string, code = 'NotImplemented'): Fault {
  return new Fault(code, `${operation} is not served on this machine.`, 501);
}
