package io.playhead.ingest;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * What a server answered, whatever its status.
 *
 * @param url where it was found, redirects followed
 * @param status of the HTTP answer
 * @param headers of the HTTP answer
 * @param body complete; not to be changed, since caches share it
 */
public record Document(String url, int status, MultiMap headers, Buffer body) {

  /** Whether the status is 2xx. */
  public boolean ok() {
    return status >= 200 && status < 300;
  }
}
