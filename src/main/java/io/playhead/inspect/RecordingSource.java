package io.playhead.inspect;

import io.playhead.ingest.Deadline;
import io.playhead.ingest.Document;
import io.playhead.ingest.DocumentSource;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Remembers what was fetched on the way, in the order in which it came. */
final class RecordingSource implements DocumentSource {
  private final DocumentSource source;
  private final List<Fetched> fetched = new CopyOnWriteArrayList<>();

  /**
   * A document that was asked for.
   *
   * @param url as it was asked for, macros replaced
   * @param result the status, or why there is none
   * @param body empty if there is none
   */
  record Fetched(String url, String result, Buffer body, long tookMs) {}

  RecordingSource(DocumentSource source) {
    this.source = source;
  }

  @Override
  public Future<Document> fetch(String url, Deadline deadline, Map<String, String> headers) {
    long startNs = System.nanoTime();
    return source
        .fetch(url, deadline, headers)
        .onSuccess(
            document -> add(url, Integer.toString(document.status()), document.body(), startNs))
        .onFailure(
            failure -> add(url, String.valueOf(failure.getMessage()), Buffer.buffer(), startNs));
  }

  private void add(String url, String result, Buffer body, long startNs) {
    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    fetched.add(new Fetched(url, result, body, tookMs));
  }

  List<Fetched> fetched() {
    return List.copyOf(fetched);
  }
}
