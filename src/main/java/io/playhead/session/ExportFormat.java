package io.playhead.session;

import java.util.Locale;

/** What beacons are exported as. */
public enum ExportFormat {
  /** RFC 4180, with a header; cells that a spreadsheet would run as a formula are defused. */
  CSV,
  /** One JSON object a line. */
  NDJSON,
  PARQUET;

  /** The name in the API. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
