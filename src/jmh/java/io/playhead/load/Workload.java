package io.playhead.load;

import java.nio.ByteBuffer;

/** Requests to send, one after another; used by one thread. */
interface Workload {

  /** Writes the next request. */
  void write(Request request);

  /**
   * Takes an answer, the body of which lies between the buffer's position and limit.
   *
   * @return whether it is as it should be
   */
  default boolean answered(int status, ByteBuffer body) {
    return status == 200;
  }
}
