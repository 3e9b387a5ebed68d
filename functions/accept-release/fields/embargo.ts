import type { InstantReading } from '../moments/instant.ts';

/** A line that may speak of an embargo: of the body, of a page header, of a comment… */
export interface EmbargoLine {
  text: string;
  /** Line of the file; null in margins. */
  at: number | null;
  id: number | null;
  /** Where it stands, for messages: `line 3`, `the page header`. */
  place: string;
  /** In the running text, where "the embargo on oil" may be the news itself. */
  inProse: boolean;
}

export interface EmbargoStatement {
  line: EmbargoLine;
  /** Ids of all body lines that make up the statement. */
  ids: number[];
  /** As written. */
  written: string;
  /** `release`: it gives the release's own hour ("For release at…"), without the word embargo. */
  kind: 'embargo' | 'release';
  /** It has an end of its own that is no moment: "until the minister has spoken". */
  namesAnEnd: boolean;
  reading: InstantReading;
}

export interface EmbargoSearch {
  statements: EmbargoStatement[];
  /** "For immediate release" stands somewhere. */
  immediate: EmbargoLine | null;
  /** "No embargo", "Sperrfrist: keine". */
  denied: EmbargoLine | null;
}
