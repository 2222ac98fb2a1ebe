package io.playhead.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection on which a test says what no HTTP client would. */
public final class RawSocket implements AutoCloseable {
  private static final int PATIENCE_MS = 30_000;
  private static final int MOST_BYTES = 1 << 20;

  private final Socket socket;
  private final InputStream in;

  public RawSocket(String url) {
    URI uri = URI.create(url);
    try {
      socket = new Socket(uri.getHost(), uri.getPort());
      socket.setSoTimeout(PATIENCE_MS);
      in = socket.getInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends; answers whether the other side still took it. */
  public boolean send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  public boolean send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Says that nothing more will be sent. */
  public void finish() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // It is closed already.
    }
  }

  /** Everything until the other side closes; fails if it does not. */
  public String readToEnd() {
    StringBuilder text = new StringBuilder();
    byte[] some = new byte[8192];
    try {
      for (int n = in.read(some); n >= 0 && text.length() < MOST_BYTES; n = in.read(some)) {
        text.append(new String(some, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection stays open after: " + text, e);
    } catch (IOException e) {
      // Reset: that is an end too.
    }
    return text.toString();
  }

  /** The head of an answer, up to the empty line. */
  public String readHead() {
    StringBuilder text = new StringBuilder();
    try {
      while (text.indexOf("\r\n\r\n") < 0 && text.length() < MOST_BYTES) {
        int next = in.read();
        if (next < 0) {
          break;
        }
        text.append((char) next);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Then it is closed.
    }
  }
}
