package io.playhead.ingest;

import io.vertx.core.Future;
import java.util.Map;

/** Fetches documents. */
public interface DocumentSource {

  /**
   * Fetches a document by GET.
   *
   * @param url as its author wrote it, macros replaced; white space and characters that a URL may
   *     not have are the source's business
   * @param deadline by which the whole body must be there
   * @param headers to send
   * @return fails with a {@link FetchException} only; an answer of any status is a success
   */
  Future<Document> fetch(String url, Deadline deadline, Map<String, String> headers);
}
