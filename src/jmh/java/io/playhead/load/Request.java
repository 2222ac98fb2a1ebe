package io.playhead.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A POST of JSON, or a GET, written without making garbage: the generator shares the machine. */
final class Request {
  private static final byte[] POST = ascii("POST ");
  private static final byte[] GET = ascii("GET ");
  private static final byte[] HEAD =
      ascii(" HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ");
  private static final byte[] END_OF_HEAD = ascii("\r\n\r\n");

  private static final int MOST_BYTES = 4 << 20; // what Playhead takes by default

  private final ByteBuffer out = ByteBuffer.allocateDirect(MOST_BYTES);
  private final ByteBuffer body = ByteBuffer.allocate(MOST_BYTES);

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Starts another one. */
  void begin() {
    out.clear().put(POST);
    body.clear();
  }

  /** Makes it a GET. */
  Request get() {
    out.clear().put(GET);
    return this;
  }

  Request path(byte[] bytes) {
    out.put(bytes);
    return this;
  }

  Request body(byte[] bytes) {
    body.put(bytes);
    return this;
  }

  Request body(long number) {
    digits(body, number);
    return this;
  }

  /** Ends it; the bytes to send. */
  ByteBuffer bytes() {
    body.flip();
    out.put(HEAD);
    digits(out, body.remaining());
    return out.put(END_OF_HEAD).put(body).flip();
  }

  private static void digits(ByteBuffer to, long number) {
    long place = 1;
    while (number / place >= 10) {
      place *= 10;
    }
    for (; place > 0; place /= 10) {
      to.put((byte) ('0' + number / place % 10));
    }
  }
}
