package io.playhead.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection with one request under way at a time. Understands what these servers answer. */
final class Exchange {
  private static final byte[] LENGTH = Request.ascii("content-length:");

  private final SocketChannel channel;
  private ByteBuffer in = ByteBuffer.allocateDirect(16 * 1024);
  private int status;

  /** When the request was due. */
  long dueNs;

  Exchange(int port, Selector selector) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  void send(ByteBuffer request, long atNs) throws IOException {
    dueNs = atNs;
    in.clear();
    while (request.hasRemaining()) {
      channel.write(request);
    }
  }

  /** Reads what is there; the body once the answer is complete, else null. */
  ByteBuffer receive() throws IOException {
    if (!in.hasRemaining()) {
      in = ByteBuffer.allocateDirect(in.capacity() * 2).put(in.flip());
    }
    if (channel.read(in) < 0) {
      throw new IOException("the server closed a connection");
    }
    int end = in.position();
    for (int i = 3; i < end; i++) {
      if (in.get(i) == '\n' && in.get(i - 1) == '\r' && in.get(i - 2) == '\n') {
        status = (in.get(9) - '0') * 100 + (in.get(10) - '0') * 10 + in.get(11) - '0';
        int bodyEnd = i + 1 + bodyLength(i);
        return end < bodyEnd ? null : in.duplicate().position(i + 1).limit(bodyEnd);
      }
    }
    return null;
  }

  private int bodyLength(int headEnd) {
    for (int i = 12; i < headEnd; i++) {
      if (in.get(i - 1) == '\n' && startsWithLength(i)) {
        int length = 0;
        for (int at = i + LENGTH.length; in.get(at) != '\r'; at++) {
          length = in.get(at) == ' ' ? length : length * 10 + in.get(at) - '0';
        }
        return length;
      }
    }
    return 0;
  }

  private boolean startsWithLength(int at) {
    for (int i = 0; i < LENGTH.length; i++) {
      if ((in.get(at + i) | ' ') != LENGTH[i]) {
        return false;
      }
    }
    return true;
  }

  int status() {
    return status;
  }

  void close() throws IOException {
    channel.close();
  }
}
