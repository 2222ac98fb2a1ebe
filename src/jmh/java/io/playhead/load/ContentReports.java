package io.playhead.load;

import java.nio.ByteBuffer;
import java.util.List;

/** Viewers who watch content: each report stands where the clock does, and no beacon is due. */
final class ContentReports implements Workload {
  private static final byte[] BEFORE_ID = Request.ascii("/v1/sessions/");
  private static final byte[] AFTER_ID = Request.ascii("/playhead");
  private static final byte[] POSITION = Request.ascii("{\"positionMs\":");
  private static final byte[] AT = Request.ascii(",\"atMs\":");
  private static final byte[] SEQ = Request.ascii(",\"seq\":");
  private static final byte[] STATE = Request.ascii(",\"state\":\"playing\"}");

  private final List<byte[]> ids;
  private final int[] seqs;
  private final long startMs = System.currentTimeMillis();
  private int next;
  private int answerBytes;

  ContentReports(List<byte[]> ids) {
    this.ids = ids;
    this.seqs = new int[ids.size()];
  }

  @Override
  public void write(Request request) {
    int session = next;
    next = session + 1 == seqs.length ? 0 : session + 1;
    long nowMs = System.currentTimeMillis();
    write(request, ids.get(session), nowMs - startMs, nowMs, ++seqs[session]);
  }

  static void write(Request request, byte[] id, long positionMs, long atMs, int seq) {
    request.path(BEFORE_ID).path(id).path(AFTER_ID);
    request.body(POSITION).body(positionMs).body(AT).body(atMs);
    request.body(SEQ).body(seq).body(STATE);
  }

  @Override
  public boolean answered(int status, ByteBuffer body) {
    answerBytes = body.remaining();
    return status == 200;
  }

  /** How long the last answer was. */
  int answerBytes() {
    return answerBytes;
  }
}
