package io.playhead.ops;

import io.playhead.http.Answers;
import io.playhead.http.Keys;
import io.playhead.http.Problem;
import io.playhead.http.PublicApi.Resource;
import io.playhead.http.Query;
import io.playhead.session.BeaconExport;
import io.playhead.session.ExportFormat;
import io.playhead.session.TooMuchException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Beacons as a file, streamed as fast as the client reads: the next slice is written when the one
 * before was taken. When the client goes, the export ends.
 */
public final class ExportResource implements Resource {
  private final AuditDesk audit;
  private final Keys opsKeys;
  private final AtomicInteger open = new AtomicInteger();

  public ExportResource(AuditDesk audit, Keys opsKeys) {
    this.audit = audit;
    this.opsKeys = opsKeys;
  }

  /** How many are under way. */
  public int countOpen() {
    return open.get();
  }

  @Override
  public void addTo(Router router) {
    opsKeys.guard(router.get("/v1/beacons/export")).handler(this::export);
  }

  private void export(RoutingContext context) {
    Query query = Query.of(context, BeaconFilters.NAMES, "format");
    ExportFormat format = query.oneOf("format", ExportFormat.values(), ExportFormat::wireName);
    if (format == null) {
      throw Query.bad("format", "must be csv, ndjson or parquet");
    }
    Answers.send(
        context,
        audit
            .export(BeaconFilters.all(query), format)
            .recover(cause -> Future.failedFuture(explained(cause))),
        export -> new Streaming(context, export, format).begin());
  }

  private static Throwable explained(Throwable cause) {
    if (cause instanceof TooMuchException) {
      return Problem.of(422, "Export too large", cause.getMessage() + "; filter by from and to")
          .exception(cause);
    }
    if (cause instanceof RejectedExecutionException) {
      return Problem.of(503, "Busy", String.valueOf(cause.getMessage())).exception(cause);
    }
    if (cause instanceof UnsupportedOperationException) {
      return Problem.of(501, "No exports", String.valueOf(cause.getMessage())).exception(cause);
    }
    return cause;
  }

  /** One export on its way to its client. */
  private final class Streaming {
    private final RoutingContext context;
    private final Vertx vertx;
    private final BeaconExport export;
    private final ExportFormat format;
    private boolean gone;

    Streaming(RoutingContext context, BeaconExport export, ExportFormat format) {
      this.context = context;
      this.vertx = context.vertx();
      this.export = export;
      this.format = format;
    }

    void begin() {
      open.incrementAndGet();
      HttpServerResponse response = context.response();
      if (response.closed()) {
        end();
        return;
      }
      response.closeHandler(closed -> end());
      response.exceptionHandler(broken -> end());
      next();
    }

    private void next() {
      if (!gone) {
        export.next().onComplete(this::send, this::fail);
      }
    }

    private void send(@Nullable Path file) {
      if (gone) {
        return;
      }
      HttpServerResponse response = context.response();
      if (!response.headWritten()) {
        response
            .setChunked(true)
            .putHeader("Content-Type", contentType(format))
            .putHeader(
                "Content-Disposition",
                "attachment; filename=\"beacons." + format.wireName() + "\"");
      }
      if (file == null) {
        end();
        response.end();
        return;
      }
      vertx
          .fileSystem()
          .open(file.toString(), new OpenOptions().setRead(true).setWrite(false).setCreate(false))
          .compose(this::pipe)
          .onComplete(piped -> next(), this::fail);
    }

    private Future<Void> pipe(AsyncFile file) {
      return file.pipe().endOnComplete(false).to(context.response()).eventually(file::close);
    }

    private void fail(Throwable cause) {
      end();
      context.fail(explained(cause));
    }

    private void end() {
      if (!gone) {
        gone = true;
        open.decrementAndGet();
        export.close();
      }
    }
  }

  private static String contentType(ExportFormat format) {
    return switch (format) {
      case CSV -> "text/csv; charset=utf-8";
      case NDJSON -> "application/x-ndjson";
      case PARQUET -> "application/vnd.apache.parquet";
    };
  }
}
