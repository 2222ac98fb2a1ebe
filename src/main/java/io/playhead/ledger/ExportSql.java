package io.playhead.ledger;

import io.playhead.session.BeaconQuery;
import io.playhead.session.Claim;
import io.playhead.session.ExportFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements that write beacons to a file, a slice of the claims' numbers at a time. */
final class ExportSql {
  private static final String STATE =
      "case ends.rank when 4 then 'delivered' when 3 then 'ambiguous' when 2 then 'failed'"
          + " when 1 then 'suppressed'"
          + " else case when c.rejected is null then 'claimed' else 'suppressed' end end";

  private static final String REASON =
      "case when c.rejected is not null then c.rejected when ends.rank = 4 then null"
          + " when last.error is not null then last.error"
          + " when last.status > 0 then 'status-' || last.status end";

  private static final List<Column> COLUMNS =
      List.of(
          text("id", "c.session_id || '.' || c.beacon_key"),
          text("sessionId", "c.session_id"),
          text("breakId", "c.break_id"),
          text("adId", "c.ad_id"),
          number("sequence", "nullif(c.sequence, 0)"),
          text("creativeId", "c.creative_id"),
          text("campaign", "c.campaign"),
          text("event", "c.event"),
          number("offsetMs", "nullif(c.offset_ms, -1)"),
          text("url", "c.url"),
          text("host", "c.host"),
          text("state", STATE),
          text("reason", REASON),
          number("dueAtMs", "nullif(c.due_at_ms, " + Claim.NEVER_DUE + ")"),
          number("claimedAtMs", "c.claimed_at_ms"),
          number("attempts", "coalesce(ends.attempts, 0)"),
          number("lastAttemptAtMs", "last.at_ms"),
          number("status", "nullif(last.status, 0)"),
          number("latencyMs", "last.latency_ms"),
          text("resentBy", "ends.resent_by"),
          number("reportPositionMs", "nullif(c.report_position_ms, -1)"),
          number("reportAtMs", "nullif(c.report_at_ms, -1)"),
          number("reportSeq", "nullif(c.report_seq, -1)"));

  private ExportSql() {}

  private record Column(String name, String sql, boolean isText) {
    String select(ExportFormat format) {
      return (isText && format == ExportFormat.CSV ? defused(sql) : sql) + " as \"" + name + "\"";
    }
  }

  private static Column text(String name, String sql) {
    return new Column(name, sql, true);
  }

  private static Column number(String name, String sql) {
    return new Column(name, sql, false);
  }

  /**
   * A cell that begins like a formula is one to spreadsheets, unless an apostrophe is before it.
   */
  private static String defused(String sql) {
    return "regexp_replace(" + sql + ", '^[=+\\-@\\t\\r]', '''\\0')";
  }

  /**
   * Writes the beacons of a slice, in the order of their claims.
   *
   * @param span first and last time of a claim in the slice, epoch milliseconds
   */
  static Sql slice(
      BeaconQuery what,
      ExportFormat format,
      Path to,
      long from,
      long until,
      long[] span,
      boolean first) {
    String columns =
        COLUMNS.stream().map(column -> column.select(format)).collect(Collectors.joining(", "));
    Sql sql = new Sql();
    sql.add("copy (select " + columns + " from (select * from claims where seq >= ?", from);
    sql.add(" and seq < ? and ", until);
    Conditions.add(sql, what, what.fromMs(), what.toMs());
    sql.add(") c left join (select session_id, beacon_key, max(" + Audit.RANK + ") as rank,");
    sql.add(" count(*) as attempts, max(resent_by) as resent_by,");
    sql.add(" arg_max({'at_ms': at_ms, 'status': status, 'error': error,");
    sql.add(" 'latency_ms': latency_ms}, ((" + Audit.RANK + ")::bigint << 56) + seq) as last");
    sql.add(" from attempts where ");
    Conditions.add(sql, what, span[0], span[1] + 1);
    sql.add(" group by all) ends");
    sql.add(" on ends.session_id = c.session_id and ends.beacon_key = c.beacon_key");
    if (what.state() != null) {
      sql.add(" where " + STATE + " = ?", what.state().wireName());
    }
    return sql.add(" order by c.seq) to " + literal(to) + " " + options(format, first));
  }

  /** Makes one file of several. */
  static Sql concatenation(List<Path> files, Path to) {
    String list = files.stream().map(ExportSql::literal).collect(Collectors.joining(", "));
    return new Sql()
        .add("copy (select * from read_parquet([" + list + "])) to " + literal(to))
        .add(" " + options(ExportFormat.PARQUET, true));
  }

  private static String options(ExportFormat format, boolean first) {
    return switch (format) {
      case CSV -> "(format csv, header " + first + ")";
      case NDJSON -> "(format json)";
      case PARQUET -> "(format parquet, compression zstd, row_group_size 65536)";
    };
  }

  private static String literal(@Nullable Path file) {
    return "'" + String.valueOf(file).replace("'", "''") + "'";
  }
}
