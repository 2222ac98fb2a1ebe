package io.playhead.cmcd;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.greenbytes.http.sfv.Dictionary;
import org.greenbytes.http.sfv.Parser;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Reads bodies of twenty records: of a playhead each, of requests, of all that a player knows. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CmcdBench {
  private static final int RECORDS = 20;

  private static final String TOLD =
      "cid=\"film-7\",e=t,sid=\"0c7a1f5e-53b0-4d7e-9f62-7d1e5b0aa003\",sn=%d,sta=p,"
          + "ts=1795258202912,v=2,pt=%d";
  private static final String REQUESTED =
      "bl=(25900;v 29900;a),cid=\"film-7\",e=rr,sid=\"0c7a1f5e-53b0-4d7e-9f62-7d1e5b0aa003\","
          + "sn=%d,sta=p,ts=1795258202912,"
          + "url=\"https://cdn.example/vod/film-7/chunk-stream0-%05d.m4s\",v=2";
  private static final String ALL =
      "bg=?0,bl=(21000),br=(5300),bs=?0,cid=\"film-7\",d=6006,dl=18500,e=rr,ltc=3100,mtp=(48100),"
          + "nor=(\"chunk-9.m4s\";r=\"0-9\"),ot=v,pr=1.25,rc=200,sf=h,"
          + "sid=\"0c7a1f5e-53b0-4d7e-9f62-7d1e5b0aa003\",sn=%d,st=v,sta=p,su=?0,tb=(8000),"
          + "ts=1795258202912,ttfb=51,ttlb=420,"
          + "url=\"https://cdn.example/vod/film-7/chunk-stream0-%05d.m4s?token=a8f1\",v=2,"
          + "com.example-cdn=\"east\"";

  private final byte[][] bodies = new byte[3][];
  private final String[][] lines = new String[3][RECORDS];

  @Setup
  public void write() {
    String[] forms = {TOLD, REQUESTED, ALL};
    for (int form = 0; form < forms.length; form++) {
      for (int i = 0; i < RECORDS; i++) {
        lines[form][i] = forms[form].formatted(i, 4_878 + i);
      }
      String body = String.join("\n", lines[form]) + "\n";
      bodies[form] = body.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public CmcdReader.Body told() {
    return CmcdReader.read(bodies[0], RECORDS);
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public CmcdReader.Body requested() {
    return CmcdReader.read(bodies[1], RECORDS);
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public CmcdReader.Body all() {
    return CmcdReader.read(bodies[2], RECORDS);
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void toldByStructuredFields(Blackhole sink) {
    dictionaries(lines[0], sink);
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void requestedByStructuredFields(Blackhole sink) {
    dictionaries(lines[1], sink);
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void allByStructuredFields(Blackhole sink) {
    dictionaries(lines[2], sink);
  }

  /** It is spared the lines and the bytes, and what the keys mean. */
  private static void dictionaries(String[] records, Blackhole sink) {
    for (String record : records) {
      Dictionary dictionary = new Parser(record).parseDictionary();
      sink.consume(dictionary);
    }
  }
}
