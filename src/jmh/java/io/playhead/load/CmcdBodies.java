package io.playhead.load;

import java.nio.ByteBuffer;
import java.util.List;

/** The viewers of {@link ContentReports}, whose players send what they tell as CMCD, in batches. */
final class CmcdBodies implements Workload {
  /** Records in a body. */
  static final int RECORDS = 20;

  private static final byte[] PATH = Request.ascii("/v1/cmcd/");
  private static final byte[] SN =
      Request.ascii("cid=\"film-7\",e=t,sid=\"0c7a1f5e-53b0-4d7e-9f62-7d1e5b0aa003\",sn=");
  private static final byte[] TS = Request.ascii(",sta=p,ts=");
  private static final byte[] PT = Request.ascii(",v=2,pt=");
  private static final byte[] END = Request.ascii("\n");

  private final List<byte[]> ids;
  private final int[] numbers;
  private final long[] toldMs;
  private final long startMs = System.currentTimeMillis();
  private int next;

  CmcdBodies(List<byte[]> ids) {
    this.ids = ids;
    this.numbers = new int[ids.size()];
    this.toldMs = new long[ids.size()];
  }

  @Override
  public void write(Request request) {
    int session = next;
    next = session + 1 == numbers.length ? 0 : session + 1;
    long fromMs = toldMs[session];
    long toMs = System.currentTimeMillis() - startMs;
    toldMs[session] = toMs;
    request.path(PATH).path(ids.get(session));
    for (int i = 1; i <= RECORDS; i++) {
      long positionMs = fromMs + (toMs - fromMs) * i / RECORDS;
      request.body(SN).body(numbers[session]++).body(TS).body(startMs + positionMs);
      request.body(PT).body(positionMs).body(END);
    }
  }

  @Override
  public boolean answered(int status, ByteBuffer body) {
    return status == 204;
  }
}
