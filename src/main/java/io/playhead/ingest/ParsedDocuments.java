package io.playhead.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.playhead.vast.VastDocument;
import io.playhead.vast.VastException;
import io.playhead.vast.VastReader;
import io.playhead.vast.VmapDocument;
import io.playhead.vast.VmapReader;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.Callable;

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

  /** What is read in no time, and not worth a change of threads. */
  private static final int SMALL_BYTES = 32 * 1024;

  /** Does work that would hold up the thread that asks for it. */
  public interface Worker {
    Future<Object> run(Callable<Object> work);
  }

  private final Cache<ByteBuffer, Parsed> documents;
  private final Worker worker;

  /**
   * An empty memory that reads every document on the thread that asks.
   *
   * @param maxBytes of memory that the parsed documents may take, roughly
   */
  public ParsedDocuments(long maxBytes) {
    this(maxBytes, ParsedDocuments::here);
  }

  /**
   * An empty memory.
   *
   * @param maxBytes of memory that the parsed documents may take, roughly
   * @param worker reads documents of more than {@value #SMALL_BYTES} bytes: the largest take tens
   *     of milliseconds, in which an event loop would answer nobody
   */
  public ParsedDocuments(long maxBytes, Worker worker) {
    this.worker = worker;
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
   * @return fails with a {@link VastException} where {@link VastReader#read} does; failures are not
   *     remembered
   */
  public Future<VastDocument> read(byte[] document) {
    return read(document, VastDocument.class, VastReader::read);
  }

  /**
   * Reads a VMAP document, or recalls it: then it is the same object as before.
   *
   * @return fails with a {@link VastException} where {@link VmapReader#read} does; failures are not
   *     remembered
   */
  public Future<VmapDocument> readVmap(byte[] document) {
    return read(document, VmapDocument.class, VmapReader::read);
  }

  private <T> Future<T> read(byte[] document, Class<T> type, Reader<T> reader) {
    Callable<Object> work = () -> recall(document, type, reader);
    return (document.length > SMALL_BYTES ? worker.run(work) : here(work)).map(type::cast);
  }

  private static Future<Object> here(Callable<Object> work) {
    try {
      return Future.succeededFuture(work.call());
    } catch (Exception e) {
      return Future.failedFuture(e);
    }
  }

  private <T> T recall(byte[] document, Class<T> type, Reader<T> reader) throws VastException {
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
