/** Something that doctor found. The fields are also its line with `--json`. */
export interface Finding {
  /** Names the kind of finding, for programs: `dkim-record`. */
  check: string;
  /** `advice` does not make the exit code 1. */
  severity: 'fault' | 'advice';
  /** What is wrong, in one sentence. */
  what: string;
  /** Who is hurt by it, and how. */
  whoIsHurt: string;
  /** Commands and DNS records to paste, or what a person has to do; one per line. */
  fix: string[];
}

/** A finding for `condition`, in a list for spreading; an empty list if the condition is false. */
export function when(condition: boolean, finding: () => Finding): Finding[] {
  return condition ? [finding()] : [];
}

export function fault(check: string, what: string, whoIsHurt: string, ...fix: string[]): Finding {
  return { check, severity: 'fault', what, whoIsHurt, fix };
}

export function advice(check: string, what: string, whoIsHurt: string, ...fix: string[]): Finding {
  return { check, severity: 'advice', what, whoIsHurt, fix };
}
