package io.playhead.beacon;

import org.jspecify.annotations.Nullable;

/** How one try at sending a beacon ended, before anyone judges it. */
sealed interface Ending {

  /**
   * The receiver answered.
   *
   * @param status of the last answer when redirects were followed
   * @param retryAfter its Retry-After header
   */
  record Answered(int status, @Nullable String retryAfter) implements Ending {}

  /**
   * No status line decided.
   *
   * @param received whether a request went out, so that somebody may have counted it
   */
  record Broken(Fault fault, boolean received) implements Ending {}

  /** What broke. */
  enum Fault {
    REFUSED("refused"),
    DNS("dns"),
    CONNECT("connect"),
    TLS("tls"),
    RESET("reset"),
    TIMEOUT("timeout"),
    /** The answer is no HTTP. */
    PROTOCOL("protocol"),
    /** This machine had no connection to spare. */
    BUSY("busy"),
    /** More redirects than are followed, or one to nowhere. */
    REDIRECT("redirect"),
    /** The guard said no. */
    BLOCKED(EgressGuard.DISALLOWED_HOST);

    private final String word;

    Fault(String word) {
      this.word = word;
    }

    /** The word in the audit. */
    String word() {
      return word;
    }
  }
}
