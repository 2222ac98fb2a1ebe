package io.playhead.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Reports of many viewers by one thread: as fast as answers come, or at a rate that does not ask
 * whether they come. Requests are pipelined up to a point; what is due beyond is kept back, and
 * counted: a server that does not read sheds load too.
 */
public final class Flood implements AutoCloseable {
  private static final int AHEAD = 32;
  private static final int STEP_MS = 500;
  private static final int REST_MS = 1;

  /** Ids of beacons of which a 200 said that they fired. */
  public final Set<String> acknowledged = new HashSet<>();

  /** How many answers had each status. */
  public final Map<Integer, Integer> statuses = new TreeMap<>();

  private final String host;
  private final byte[] creation;
  private final Selector selector;
  private final List<Wire> wires = new ArrayList<>();
  private final int sessionsEach;
  private int missing;
  private int next;

  /** What came of reporting for a while. */
  public record Result(long due, long sent, long keptBack, long answered, double seconds) {}

  /**
   * Connects.
   *
   * @param body creates a session
   */
  public Flood(String publicUrl, int connections, int sessionsEach, String body)
      throws IOException {
    URI uri = URI.create(publicUrl);
    host = uri.getAuthority();
    creation = request("/v1/sessions", body);
    selector = Selector.open();
    this.sessionsEach = sessionsEach;
    for (int i = 0; i < connections; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(uri.getHost(), uri.getPort()));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      Wire wire = new Wire(channel);
      channel.register(selector, SelectionKey.OP_READ, wire);
      wires.add(wire);
    }
  }

  private byte[] request(String path, String body) {
    return ("POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(path, host, body.length(), body))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Creates all sessions. */
  public void create() throws IOException {
    missing = wires.size() * sessionsEach;
    while (missing > 0) {
      for (Wire wire : wires) {
        if (wire.unanswered == 0 && wire.sessions.size() < sessionsEach) {
          wire.send(creation);
        }
      }
      receive(REST_MS);
    }
  }

  /** One report at a time on each connection. */
  public Result saturate(long durationMs) throws IOException {
    long startNs = System.nanoTime();
    long endNs = startNs + TimeUnit.MILLISECONDS.toNanos(durationMs);
    long sent = 0;
    long before = answers();
    while (System.nanoTime() < endNs) {
      for (Wire wire : wires) {
        if (wire.unanswered == 0) {
          wire.send(wire.report());
          sent++;
        }
      }
      receive(REST_MS);
    }
    long answered = answers() - before;
    double seconds = (System.nanoTime() - startNs) / 1e9;
    settle();
    return new Result(sent, sent, 0, answered, seconds);
  }

  /** So many reports a second, whatever comes back. */
  public Result atRate(double perSecond, long durationMs) throws IOException {
    long startNs = System.nanoTime();
    long endNs = startNs + TimeUnit.MILLISECONDS.toNanos(durationMs);
    long due = 0;
    long keptBack = 0;
    long before = answers();
    for (long nowNs = startNs; nowNs < endNs; nowNs = System.nanoTime()) {
      long dueNow = (long) (perSecond * (nowNs - startNs) / 1e9);
      for (; due < dueNow; due++) {
        Wire wire = wires.get(next++ % wires.size());
        if (wire.unanswered >= AHEAD || !wire.send(wire.report())) {
          keptBack++;
        }
      }
      receive(REST_MS);
    }
    long answered = answers() - before;
    double seconds = (System.nanoTime() - startNs) / 1e9;
    settle();
    return new Result(due, due - keptBack, keptBack, answered, seconds);
  }

  private long answers() {
    return statuses.values().stream().mapToLong(count -> count).sum();
  }

  /** Waits for what is not answered yet. */
  private void settle() throws IOException {
    long deadlineNs = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (wires.stream().anyMatch(wire -> wire.unanswered > 0)) {
      if (System.nanoTime() > deadlineNs) {
        throw new AssertionError("requests were taken and not answered");
      }
      receive(REST_MS);
    }
  }

  private void receive(long patienceMs) throws IOException {
    selector.select(
        key -> {
          try {
            ((Wire) key.attachment()).receive();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        patienceMs);
  }

  private void take(Wire wire, int status, String body) {
    statuses.merge(status, 1, Integer::sum);
    if (status == 201) {
      wire.sessions.add(textAfter(body, "\"sessionId\":\"", 0));
      missing--;
    } else if (status == 200) {
      int from = body.indexOf("\"fired\":[");
      int to = body.indexOf(']', from);
      for (int at = body.indexOf("\"id\":\"", from);
          at >= 0 && at < to;
          at = body.indexOf("\"id\":\"", at + 1)) {
        acknowledged.add(textAfter(body, "\"id\":\"", at));
      }
    }
  }

  private static String textAfter(String body, String name, int from) {
    int start = body.indexOf(name, from) + name.length();
    return body.substring(start, body.indexOf('"', start));
  }

  @Override
  public void close() throws IOException {
    for (Wire wire : wires) {
      wire.channel.close();
    }
    selector.close();
  }

  /** One connection, and the sessions that report over it. */
  private final class Wire {
    private final SocketChannel channel;
    private final List<String> sessions = new ArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocate(64 * 1024);
    private ByteBuffer out = ByteBuffer.allocate(0);
    private int reports;
    private int unanswered;

    Wire(SocketChannel channel) {
      this.channel = channel;
    }

    /** The next report of the next session. */
    byte[] report() {
      String session = sessions.get(reports % sessionsEach);
      int number = reports / sessionsEach;
      reports++;
      long positionMs = (long) number * STEP_MS;
      return request(
          "/v1/sessions/" + session + "/playhead",
          "{\"positionMs\":%d,\"atMs\":%d,\"seq\":%d}"
              .formatted(positionMs, 1_000 + positionMs, number + 1));
    }

    /** Sends, unless what was sent before is not taken yet. */
    boolean send(byte[] request) throws IOException {
      if (!flush()) {
        return false;
      }
      out = ByteBuffer.wrap(request);
      unanswered++;
      flush();
      return true;
    }

    private boolean flush() throws IOException {
      channel.write(out);
      return !out.hasRemaining();
    }

    void receive() throws IOException {
      flush();
      if (channel.read(in) < 0) {
        throw new IOException("the service closed a connection");
      }
      in.flip();
      while (answer()) {
        unanswered--;
      }
      in.compact();
    }

    private boolean answer() {
      String text =
          new String(in.array(), in.position(), in.remaining(), StandardCharsets.ISO_8859_1);
      int headEnd = text.indexOf("\r\n\r\n") + 4;
      if (headEnd < 4) {
        return false;
      }
      String head = text.substring(0, headEnd);
      int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ") + 16;
      int end = headEnd + Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
      if (text.length() < end) {
        return false;
      }
      int status = Integer.parseInt(head.substring(9, 12));
      if ((status == 429 || status == 503)
          && !head.toLowerCase(Locale.ROOT).contains("retry-after: ")) {
        throw new AssertionError("no word of when to come again: " + head);
      }
      take(this, status, text.substring(headEnd, end));
      in.position(in.position() + end);
      return true;
    }
  }
}
