package io.playhead.vast;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.util.concurrent.TimeUnit;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.io.Stax2ByteArraySource;
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
 * everything above the tokens costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class VastReaderBench {
  private static final InputFactoryImpl FACTORY = new InputFactoryImpl();

  /** Ads of the document: one has 3 KB, 500 are 1.6 MB. */
  @Param({"1", "10", "500"})
  public int ads;

  private byte[] document;

  @Setup
  public void write() {
    StringBuilder vast = new StringBuilder("<?xml version='1.0'?>\n<VAST version='4.2'>\n");
    for (int i = 0; i < ads; i++) {
      vast.append(ad(i));
    }
    document = vast.append("</VAST>").toString().getBytes(UTF_8);
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
    for (int bitrate = 500; bitrate <= 2000; bitrate += 500) {
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
  public VastDocument read() throws VastException {
    return VastReader.read(document);
  }

  @Benchmark
  public void scan(Blackhole blackhole) throws XMLStreamException {
    XMLStreamReader reader =
        FACTORY.createXMLStreamReader(new Stax2ByteArraySource(document, 0, document.length));
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          blackhole.consume(reader.getLocalName());
          for (int i = 0; i < reader.getAttributeCount(); i++) {
            blackhole.consume(reader.getAttributeValue(i));
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            blackhole.consume(reader.getText());
        default -> {}
      }
    }
    reader.close();
  }
}
