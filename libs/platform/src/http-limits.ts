/** Limits of the HTTP door. */
export const HTTP_LIMITS = {
  /** Bytes of a request body: an import of some 500 records. */
  bodyBytes: 2 * 1024 * 1024,
  /** Members, elements and brackets of a request body: ten times what an import of 500 records has. */
  bodyValues: 100_000,
  /** A whole request, and its head, must have arrived within this time. */
  requestTimeoutMs: 30_000,
  /** How often it is looked which requests have not arrived within their time. */
  checkTimeoutsMs: 1_000,
  /** A request, its body included, is answered within this time of its coming: what it waits for may never answer. */
  answerMs: 30_000,
  /** A connection on which nothing happens is closed. */
  connectionTimeoutMs: 60_000,
  keepAliveTimeoutMs: 65_000,
  /** Characters of one part of a path; longer ones are answered 414. */
  pathPartLength: 200,
  /** Connections of a process at once; the next is closed at once. */
  connections: 10_000,
  /** Requests in flight at once; the next is answered 503 and told when to come again. */
  requests: 2_000,
  /** Bytes of the bodies of those requests, all together; a request whose body would not fit is answered 503. */
  bodiesBytes: 128 * 1024 * 1024,
  /**
   * Bytes of a form that are read although nobody is signed in: whose session ended while he wrote gets back what he wrote.
   * Of any other body nothing is read before it is known whose it is.
   */
  strangersFormBytes: 512 * 1024,
  /** Time that requests in flight have to finish when the process is asked to stop. */
  shutdownMs: 3_000,
} as const;
