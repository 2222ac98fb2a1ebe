package io.playhead.beacon;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A name server on loopback that says what a test wants, with a time to live of zero. */
final class NameServer {
  private static final int A = 1;
  private static final int AAAA = 28;

  private final Map<String, InetAddress> answers = new ConcurrentHashMap<>();
  private final DatagramSocket socket;
  final int port;

  NameServer(Vertx vertx) {
    socket = vertx.createDatagramSocket();
    Fixture.await(socket.listen(0, "127.0.0.1"));
    port = socket.localAddress().port();
    socket.handler(this::answer);
  }

  void say(String name, String address) {
    try {
      answers.put(name, InetAddress.getByAddress(bytes(address)));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** Keeps IPv4-mapped addresses in their sixteen bytes, which InetAddress would not. */
  private static byte[] bytes(String address) throws UnknownHostException {
    return InetAddress.getByName(address).getAddress();
  }

  private void answer(DatagramPacket packet) {
    Buffer query = packet.data();
    StringBuilder name = new StringBuilder();
    int at = 12;
    for (int length = query.getByte(at); length > 0; length = query.getByte(at)) {
      name.append(name.isEmpty() ? "" : ".")
          .append(query.getString(at + 1, at + 1 + length, StandardCharsets.US_ASCII.name()));
      at += length + 1;
    }
    int type = query.getUnsignedShort(at + 1);
    InetAddress address = answers.get(name.toString());
    byte[] data = address == null ? new byte[0] : address.getAddress();
    boolean matches = data.length == (type == A ? 4 : type == AAAA ? 16 : -1);
    Buffer answer =
        Buffer.buffer()
            .appendShort(query.getShort(0))
            .appendShort((short) (address == null ? 0x8183 : 0x8180))
            .appendShort((short) 1)
            .appendShort((short) (matches ? 1 : 0))
            .appendInt(0)
            .appendBuffer(query.getBuffer(12, at + 5));
    if (matches) {
      answer
          .appendShort((short) 0xc00c)
          .appendShort((short) type)
          .appendShort((short) 1)
          .appendInt(0)
          .appendShort((short) data.length)
          .appendBytes(data);
    }
    socket.send(answer, packet.sender().port(), packet.sender().host());
  }
}
