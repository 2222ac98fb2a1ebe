package io.playhead.ops;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.playhead.http.Answers;
import io.playhead.http.BodyReader;
import io.playhead.http.Keys;
import io.playhead.http.PublicApi.Resource;
import io.playhead.http.Query;
import io.playhead.ops.Discrepancies.Row;
import io.playhead.session.BeaconQuery;
import io.playhead.session.BeaconState;
import io.playhead.session.Dimension;
import io.playhead.session.StatsQuery;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares an ad server's counts with the ledger. */
public final class DiscrepanciesResource implements Resource {
  private static final int MOST_GROUPS = 50_000;
  private static final Set<String> PARAMETERS = Set.of("from", "to", "format");

  private final AuditDesk audit;
  private final Keys opsKeys;

  public DiscrepanciesResource(AuditDesk audit, Keys opsKeys) {
    this.audit = audit;
    this.opsKeys = opsKeys;
  }

  private enum Format {
    JSON,
    CSV;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public void addTo(Router router) {
    opsKeys.guard(router.post("/v1/discrepancies")).handler(this::compare);
  }

  private void compare(RoutingContext context) {
    Query query = Query.of(context, PARAMETERS);
    Format format = query.oneOf("format", Format.values(), Format::wireName);
    BeaconQuery what = BeaconFilters.all(query);
    byte[] csv = BodyReader.of(context);
    Future<Discrepancies> comparing =
        context
            .vertx()
            .executeBlocking(() -> TheirCounts.parse(csv), false)
            .compose(
                theirs ->
                    audit
                        .stats(new StatsQuery(what, theirs.by(), MOST_GROUPS, false))
                        .map(ours -> Discrepancies.of(theirs, ours)))
            .recover(cause -> Future.failedFuture(StatsResource.explained("from", cause)));
    if (format == Format.CSV) {
      Answers.send(
          context,
          comparing.map(DiscrepanciesResource::csv),
          csvOfBoth ->
              context
                  .response()
                  .putHeader("Content-Type", "text/csv; charset=utf-8")
                  .end(csvOfBoth));
    } else {
      Answers.json(context, 200, comparing.map(DiscrepanciesResource::json));
    }
  }

  private static JsonObject json(Discrepancies found) {
    JsonArray by = new JsonArray();
    found.by().forEach(dimension -> by.add(dimension.wireName()));
    JsonArray rows = new JsonArray();
    found.rows().forEach(row -> rows.add(json(found.by(), row)));
    return new JsonObject()
        .put("groupBy", by)
        .put("rows", rows)
        .put("truncated", found.truncated());
  }

  private static JsonObject json(List<Dimension> by, Row row) {
    JsonObject group = new JsonObject();
    for (int i = 0; i < by.size(); i++) {
      group.put(by.get(i).wireName(), row.key().get(i));
    }
    JsonObject json = new JsonObject().put("group", group).put("ours", ours(row));
    if (row.theirs() != null) {
      json.put("theirs", row.theirs());
    }
    json.put("difference", row.difference());
    if (!Double.isNaN(row.percent())) {
      json.put("percent", row.percent());
    }
    return json;
  }

  private static JsonObject ours(Row row) {
    JsonObject json = new JsonObject().put("due", row.ours().due());
    for (BeaconState state : BeaconState.values()) {
      json.put(state.wireName(), row.ours().count(state));
    }
    return json;
  }

  private static String csv(Discrepancies found) {
    StringWriter text = new StringWriter();
    try (CsvWriter writer = CsvWriter.builder().build(text)) {
      writer.writeRecord(header(found.by()));
      found.rows().forEach(row -> writer.writeRecord(cells(row)));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string has no IO
    }
    return text.toString();
  }

  private static List<String> header(List<Dimension> by) {
    List<String> header = new ArrayList<>();
    by.forEach(dimension -> header.add(dimension.wireName()));
    header.add("due");
    for (BeaconState state : BeaconState.values()) {
      header.add(state.wireName());
    }
    header.addAll(List.of("theirs", "difference", "percent"));
    return header;
  }

  private static List<@Nullable String> cells(Row row) {
    List<@Nullable String> cells = new ArrayList<>();
    row.key().forEach(value -> cells.add(defused(value)));
    cells.add(String.valueOf(row.ours().due()));
    for (BeaconState state : BeaconState.values()) {
      cells.add(String.valueOf(row.ours().count(state)));
    }
    cells.add(row.theirs() == null ? "" : String.valueOf(row.theirs()));
    cells.add(String.valueOf(row.difference()));
    cells.add(Double.isNaN(row.percent()) ? "" : String.format(Locale.ROOT, "%.2f", row.percent()));
    return cells;
  }

  /**
   * A cell that begins like a formula is one to spreadsheets, unless an apostrophe is before it.
   */
  private static @Nullable String defused(@Nullable String text) {
    return text == null || text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0
        ? text
        : "'" + text;
  }
}
