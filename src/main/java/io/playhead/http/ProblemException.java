package io.playhead.http;

import org.jspecify.annotations.Nullable;

/** Ends a request with a problem. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  private final int retryAfterS;

  ProblemException(Problem problem, int retryAfterS, @Nullable Throwable cause) {
    super(problem.detail(), cause, false, false);
    this.problem = problem;
    this.retryAfterS = retryAfterS;
  }

  /** After how many seconds the same request may be sent again; 0 if that is not known. */
  int retryAfterS() {
    return retryAfterS;
  }

  public Problem problem() {
    return problem;
  }
}
