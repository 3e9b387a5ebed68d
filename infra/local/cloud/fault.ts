/** An error with the code, message and HTTP status of the real service. */
export class Fault extends Error {
  readonly code: string;
  readonly status: number;
  /** Additional elements of an S3 error: `{ PartNumber: '1' }`. */
  readonly details: Readonly<Record<string, string>>;

  constructor(code: string, message: string, status = 400, details: Record<string, string> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/**
 * Operations that are not implemented are refused with an error. An empty success would hide the gap until the code
 * runs on AWS.
 */
export function notServed(operation: string, code = 'NotImplemented'): Fault {
  return new Fault(code, `${operation} is not served on this machine.`, 501);
}
