package io.playhead.vast;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.TimeUnit;
import javax.xml.stream.XMLStreamException;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Reading a VAST document into ads, beside the bare scan of the same bytes by the same parser: what
 * everything above the tokens costs, and that a byte costs no more in a large document.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class VastReaderBench {
  /** Size of the document in KiB: one ad has 4.2, the largest that is read has 2048. */
  @Param({"4", "42", "256", "512", "1024", "2048"})
  public int kib;

  private byte[] document = {};

  @Setup
  public void write() {
    StringBuilder vast = new StringBuilder("<?xml version='1.0'?>\n<VAST version='4.2'>\n");
    int ads = 0;
    do {
      vast.append(ad(ads++));
    } while (vast.length() + vast.length() / ads < kib * 1024 - 8);
    document = vast.append("</VAST>").toString().getBytes(UTF_8);
    System.out.println(ads + " ads, " + document.length + " bytes");
  }

  /** Bytes per operation: what this counter shows is the time of one. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Size {
    public long bytes;
  }

  private static String ad(int number) {
    StringBuilder ad = new StringBuilder();
    ad.append("  <Ad id='").append(number).append("' sequence='").append(number + 1).append("'>\n");
    ad.append("    <InLine>\n      <AdSystem version='1'>bench</AdSystem>\n");
    ad.append("      <AdTitle><![CDATA[An ad & its title]]></AdTitle>\n");
    for (String name : new String[] {"Error", "Impression", "Impression"}) {
      ad.append("      <").append(name).append(">").append(url(name, number));
      ad.append("</").append(name).append(">\n");
    }
    ad.append("      <Creatives>\n        <Creative id='c' adId='ad'>\n");
    ad.append("          <UniversalAdId idRegistry='ad-id.org'>CNPA0484000H</UniversalAdId>\n");
    ad.append("          <Linear skipoffset='00:00:05'>\n");
    ad.append("            <Duration>00:00:30.000</Duration>\n            <TrackingEvents>\n");
    for (String event :
        new String[] {
          "creativeView",
          "start",
          "firstQuartile",
          "midpoint",
          "thirdQuartile",
          "complete",
          "mute",
          "unmute",
          "pause",
          "resume",
          "rewind",
          "skip"
        }) {
      ad.append("              <Tracking event='").append(event).append("'>");
      ad.append(url(event, number)).append("</Tracking>\n");
    }
    ad.append("            </TrackingEvents>\n            <VideoClicks>\n");
    ad.append("              <ClickThrough>").append(url("click", number));
    ad.append("</ClickThrough>\n            </VideoClicks>\n            <MediaFiles>\n");
    for (int bitrate = 500; bitrate <= 5000; bitrate += 500) {
      ad.append("              <MediaFile delivery='progressive' type='video/mp4' bitrate='");
      ad.append(bitrate).append("' width='1280' height='720'>").append(url("media", number));
      ad.append("</MediaFile>\n");
    }
    ad.append("            </MediaFiles>\n          </Linear>\n        </Creative>\n");
    return ad.append("      </Creatives>\n    </InLine>\n  </Ad>\n").toString();
  }

  private static String url(String event, int number) {
    return "<![CDATA[https://track.example.test/v1/"
        + event
        + "?ad="
        + number
        + "&cb=[CACHEBUSTING]&ts=[TIMESTAMP]]]>";
  }

  @Benchmark
  public VastDocument read(Size size) throws VastException {
    size.bytes += document.length;
    return VastReader.read(document);
  }

  @Benchmark
  public void scan(Size size, Blackhole blackhole) throws XMLStreamException {
    size.bytes += document.length;
    BareScan.scan(document, blackhole);
  }
}
