/** One request for a description, in the terms of all protocols. */
export type Asked = {
  method: string;
  path: string;
  query: URLSearchParams;
  /** The operation, for the protocols that name it in a header: `AWSEvents.ListRules`. */
  target: string;
  body: string;
};
