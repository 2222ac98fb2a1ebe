package io.playhead.vast;

import io.playhead.vast.CorpusDocuments.Named;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Reading every document of the corpus into ads, beside the bare scan of the same bytes. One
 * operation is the whole corpus; what either side cannot read is left out of both, and listed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 15, time = 2)
@Measurement(iterations = 10, time = 1)
@Fork(1)
public class CorpusBench {
  private List<Named> vast = List.of();
  private List<Named> vmap = List.of();

  @Setup
  public void load(Blackhole blackhole) throws IOException {
    CorpusDocuments documents = CorpusDocuments.load();
    vast = documents.vast().stream().filter(one -> isScanned(one, blackhole)).toList();
    vmap = documents.vmap().stream().filter(one -> isScanned(one, blackhole)).toList();
    int bytes =
        Stream.concat(vast.stream(), vmap.stream()).mapToInt(one -> one.bytes().length).sum();
    System.out.printf(
        "%d VAST and %d VMAP, %d bytes; refused by the readers: %s%n",
        vast.size(), vmap.size(), bytes, documents.refused());
  }

  private static boolean isScanned(Named document, Blackhole blackhole) {
    try {
      BareScan.scan(document.bytes(), blackhole);
      return true;
    } catch (XMLStreamException | RuntimeException e) {
      System.out.println("not scanned: " + document.name());
      return false;
    }
  }

  @Benchmark
  public void read(Blackhole blackhole) throws VastException {
    for (Named document : vast) {
      blackhole.consume(VastReader.read(document.bytes()));
    }
    for (Named document : vmap) {
      blackhole.consume(VmapReader.read(document.bytes()));
    }
  }

  @Benchmark
  public void scan(Blackhole blackhole) throws XMLStreamException {
    for (Named document : vast) {
      BareScan.scan(document.bytes(), blackhole);
    }
    for (Named document : vmap) {
      BareScan.scan(document.bytes(), blackhole);
    }
  }
}
