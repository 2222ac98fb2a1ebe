package io.playhead.vast;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The XML documents of the corpus, in order of their names; see {@link Corpus}.
 *
 * @param vast those that are read as VAST
 * @param vmap those that are read as VMAP
 * @param refused the names of the others: broken on purpose, or neither
 */
record CorpusDocuments(List<Named> vast, List<Named> vmap, List<String> refused) {

  /** A document and where it stands in the corpus. */
  record Named(String name, byte[] bytes) {}

  static CorpusDocuments load() throws IOException {
    Path folder =
        Corpus.find()
            .orElseThrow(
                () -> new IllegalStateException("no corpus: set -Dplayhead.corpus=FOLDER"));
    CorpusDocuments documents =
        new CorpusDocuments(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(file -> file.toString().endsWith(".xml"))
          .sorted()
          .map(file -> new Named(folder.relativize(file).toString(), Corpus.read(file)))
          .forEach(documents::add);
    }
    return documents;
  }

  private void add(Named document) {
    try {
      if (VmapReader.isVmap(document.bytes())) {
        VmapReader.read(document.bytes());
        vmap.add(document);
      } else {
        VastReader.read(document.bytes());
        vast.add(document);
      }
    } catch (VastException e) {
      refused.add(document.name());
    }
  }
}
