package io.playhead.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.playhead.vast.VastDocument;
import io.playhead.vast.VastException;
import io.playhead.vast.VastReader;
import io.playhead.vast.VmapDocument;
import io.playhead.vast.VmapReader;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Parses each distinct VAST or VMAP document once, as long as it is remembered: sessions with the
 * same ads share the same records. Documents are the same when their SHA-256 is; a weaker hash
 * would let one ad server answer in another's name.
 */
public final class ParsedDocuments {
  /** What the records of a document take, as a multiple of its bytes; measured on real ones. */
  private static final int RECORDS_PER_BYTE = 2;

  private static final int OVERHEAD_BYTES = 512;

  private record Parsed(Object document, int length) {}

  private interface Reader<T> {
    T read(byte[] document) throws VastException;
  }

  private final Cache<ByteBuffer, Parsed> documents;

  /**
   * An empty memory.
   *
   * @param maxBytes of memory that the parsed documents may take, roughly
   */
  public ParsedDocuments(long maxBytes) {
    documents =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher(
                (ByteBuffer hash, Parsed parsed) ->
                    OVERHEAD_BYTES + RECORDS_PER_BYTE * parsed.length())
            .build();
  }

  /**
   * Reads a VAST document, or recalls it: then it is the same object as before.
   *
   * @throws VastException as {@link VastReader#read} does; failures are not remembered
   */
  public VastDocument read(byte[] document) throws VastException {
    return read(document, VastDocument.class, VastReader::read);
  }

  /**
   * Reads a VMAP document, or recalls it: then it is the same object as before.
   *
   * @throws VastException as {@link VmapReader#read} does; failures are not remembered
   */
  public VmapDocument readVmap(byte[] document) throws VastException {
    return read(document, VmapDocument.class, VmapReader::read);
  }

  private <T> T read(byte[] document, Class<T> type, Reader<T> reader) throws VastException {
    ByteBuffer hash = ByteBuffer.wrap(sha256(document));
    Parsed known = documents.getIfPresent(hash);
    if (known != null && type.isInstance(known.document())) {
      return type.cast(known.document());
    }
    // Two that read the same at the same time end up with the same object, too.
    Parsed parsed = new Parsed(reader.read(document), document.length);
    Parsed first = documents.asMap().putIfAbsent(hash, parsed);
    return type.cast((first != null ? first : parsed).document());
  }

  private static byte[] sha256(byte[] document) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(document);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
