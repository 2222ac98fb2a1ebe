package io.playhead.ops;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.playhead.http.Problem;
import io.playhead.http.ProblemException;
import io.playhead.session.Dimension;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an ad server has counted, read from its CSV: a header that names the columns in any order,
 * then a line for each count. Comma, semicolon or tab; lines of the same key are added up.
 *
 * @param by what the counts are grouped by: the ad or the creative, the event, maybe the campaign
 * @param counts by the values of these dimensions, in the order of the file
 */
record TheirCounts(List<Dimension> by, Map<List<@Nullable String>, Long> counts) {
  private static final int MAX_LINES = 20_000;
  private static final int MAX_ERRORS = 20;
  private static final int MAX_TEXT = 256;
  private static final long MAX_COUNT = 1_000_000_000_000L;
  private static final Map<String, Dimension> COLUMNS =
      Map.of(
          "ad", Dimension.AD,
          "adid", Dimension.AD,
          "creative", Dimension.CREATIVE,
          "creativeid", Dimension.CREATIVE,
          "event", Dimension.EVENT,
          "campaign", Dimension.CAMPAIGN);
  private static final String COUNT = "count";

  /**
   * Reads a file.
   *
   * @throws ProblemException pointing at every bad line, up to some
   */
  static TheirCounts parse(byte[] csv) {
    String text = text(csv);
    List<CsvRecord> records = records(text);
    if (records.isEmpty()) {
      throw bad(1, "must be a header: ad or creative, event, count, and campaign if you like");
    }
    return new Reading(records.get(0)).read(records.subList(1, records.size()));
  }

  private static String text(byte[] csv) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(csv)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw Problem.invalid("", "must be text in UTF-8").exception(e);
    }
  }

  private static List<CsvRecord> records(String text) {
    List<CsvRecord> records = new ArrayList<>();
    long line = 1;
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(separator(text))
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(text)) {
      for (CsvRecord record : reader) {
        line = record.getStartingLineNumber();
        if (records.size() > MAX_LINES) {
          throw bad(line, "is one too many: there may be " + MAX_LINES);
        }
        records.add(record);
      }
    } catch (CsvParseException e) {
      throw bad(line + 1, "is no CSV: " + e.getMessage());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e); // a string has no IO
    }
    return records;
  }

  private static char separator(String text) {
    String header = text.lines().findFirst().orElse("");
    if (header.indexOf('\t') >= 0) {
      return '\t';
    }
    return header.indexOf(';') >= 0 ? ';' : ',';
  }

  private static ProblemException bad(long line, String detail) {
    return Problem.invalid("line " + line, detail).exception();
  }

  /** Reads the lines under one header. */
  private static final class Reading {
    private final int fields;
    private final List<Dimension> by = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private int countPlace = -1;
    private final Map<List<@Nullable String>, Long> counts = new LinkedHashMap<>();
    private final List<Problem.Pointed> errors = new ArrayList<>();

    Reading(CsvRecord header) {
      fields = header.getFieldCount();
      for (int i = 0; i < fields; i++) {
        column(header, i);
      }
      boolean ad = by.contains(Dimension.AD);
      if (ad == by.contains(Dimension.CREATIVE)
          || !by.contains(Dimension.EVENT)
          || countPlace < 0) {
        throw bad(header.getStartingLineNumber(), "must name ad or creative, event and count");
      }
    }

    private void column(CsvRecord header, int place) {
      String name = header.getField(place).strip().toLowerCase(Locale.ROOT);
      Dimension dimension = COLUMNS.get(name);
      if (name.equals(COUNT) && countPlace < 0) {
        countPlace = place;
      } else if (dimension != null && !by.contains(dimension)) {
        by.add(dimension);
        places.add(place);
      } else {
        throw bad(
            header.getStartingLineNumber(),
            "names a column '" + shortened(name) + "' that is not known or is there twice");
      }
    }

    TheirCounts read(List<CsvRecord> records) {
      for (CsvRecord record : records) {
        String fault = read(record);
        if (fault != null && errors.size() < MAX_ERRORS) {
          errors.add(new Problem.Pointed("line " + record.getStartingLineNumber(), fault));
        }
      }
      if (!errors.isEmpty()) {
        Problem.Pointed first = errors.get(0);
        throw new Problem(
                400, "Invalid request", first.pointer() + " " + first.detail(), List.copyOf(errors))
            .exception();
      }
      return new TheirCounts(List.copyOf(by), counts);
    }

    /** What is wrong with a line; null if nothing is. */
    private @Nullable String read(CsvRecord record) {
      if (record.getFieldCount() != fields) {
        return "has " + record.getFieldCount() + " fields, the header has " + fields;
      }
      List<@Nullable String> key = new ArrayList<>();
      for (int i = 0; i < by.size(); i++) {
        String value = record.getField(places.get(i)).strip();
        if (value.length() > MAX_TEXT) {
          return "has a text of more than " + MAX_TEXT + " characters";
        }
        if (value.isEmpty() && by.get(i) != Dimension.CAMPAIGN) {
          return "names no " + by.get(i).wireName();
        }
        key.add(value.isEmpty() ? null : value);
      }
      String count = record.getField(countPlace).strip();
      long number = number(count);
      if (number < 0) {
        return "has the count '"
            + shortened(count)
            + "', must be an integer from 0 to "
            + MAX_COUNT;
      }
      counts.merge(key, number, Long::sum);
      return null;
    }

    private static long number(String text) {
      try {
        long number = Long.parseLong(text);
        return number > MAX_COUNT ? -1 : number;
      } catch (NumberFormatException e) {
        return -1;
      }
    }

    private static String shortened(String text) {
      return text.length() <= 32 ? text : text.substring(0, 32) + "…";
    }
  }
}
