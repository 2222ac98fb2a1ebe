package io.playhead.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.playhead.manifest.HlsPlaylist.Media;
import io.playhead.vast.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The manifests of the world: none is refused, and every marker in them is found. What each has to
 * say stands in {@code corpus-manifests.tsv}: how many markers, and the breaks as {@code
 * id@start+duration}, by the path in the corpus.
 */
class ManifestCorpusTest {

  @Test
  void everyMarker_isFound() throws IOException {
    Path corpus = Corpus.orSkip("ManifestCorpusTest");
    Map<String, String> expected = expected();
    List<String> read = new ArrayList<>();
    for (String file : manifests(corpus)) {
      read.add(file + "\t" + told(Files.readAllBytes(corpus.resolve(file))));
    }

    assertThat(read).isNotEmpty();
    assertThat(read)
        .containsExactlyElementsOf(
            read.stream()
                .map(line -> line.substring(0, line.indexOf('\t')))
                .map(file -> file + "\t" + expected.get(file))
                .toList());
    assertThat(expected).hasSize(read.size());
  }

  private static List<String> manifests(Path corpus) throws IOException {
    try (Stream<String> lines = Files.lines(corpus.resolve("INDEX.tsv"))) {
      return lines
          .map(line -> line.split("\t", -1))
          .filter(fields -> fields[3].equals("hls") || fields[3].equals("dash"))
          .map(fields -> fields[0])
          .toList();
    }
  }

  private static String told(byte[] document) {
    try {
      Manifest manifest = Manifest.read(document);
      if (manifest instanceof HlsPlaylist.Multivariant playlists) {
        return playlists.variants().size() + " variants\t";
      }
      ManifestTimeline timeline = new LiveTimeline().read(manifest);
      String breaks =
          timeline.breaks().stream()
              .map(one -> one.id() + "@" + one.startMs() + "+" + one.durationMs())
              .collect(Collectors.joining(" "));
      return markers(manifest) + "\t" + breaks;
    } catch (ManifestException e) {
      return "refused: " + e.getMessage();
    }
  }

  private static long markers(Manifest manifest) {
    return manifest instanceof Media media
        ? media.markers().size()
        : ((DashManifest) manifest).periods().stream().mapToLong(one -> one.events().size()).sum();
  }

  private static Map<String, String> expected() throws IOException {
    try (var in = ManifestCorpusTest.class.getResourceAsStream("corpus-manifests.tsv")) {
      if (in == null) {
        return Map.of();
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .collect(
              Collectors.toMap(
                  line -> line.substring(0, line.indexOf('\t')),
                  line -> line.substring(line.indexOf('\t') + 1)));
    }
  }

  /** Prints what is read, for a new version of the expectations to be looked through. */
  public static void main(String[] args) throws IOException {
    Path corpus = Corpus.find().orElseThrow();
    for (String file : manifests(corpus)) {
      System.out.println(file + "\t" + told(Files.readAllBytes(corpus.resolve(file))));
    }
  }
}
