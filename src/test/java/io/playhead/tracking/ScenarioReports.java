package io.playhead.tracking;

import static io.playhead.tracking.PlayheadReport.NONE;
import static io.playhead.tracking.ScenarioStream.ms;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the reports of scenarios, and keeps the clocks while it does.
 *
 * <p>A report is {@code [state]position[*rate][~from][!event][#seq][@time]}, in seconds. States:
 * none for playing, {@code p b s e x} for paused, buffering, seeking, ended, stopped. Without a
 * time, as much passes as the playhead moved on; {@code @+5} is five seconds after the report
 * before. {@code >12/0.25} stands for reports every 0.25 s of stream up to 12, {@code @0.1} behind
 * it for the time between them.
 *
 * <p>{@code dup} says the last report again. {@code clock:none} leaves client times out, {@code
 * clock:+300} sets the client's clock so far off, {@code clock:1s} lets it count whole seconds.
 * {@code arrive:90} lets all that follows arrive at that time, {@code arrive:now} ends it. {@code
 * =>} goes over to the next stream.
 */
final class ScenarioReports {
  /** When sessions of scenarios begin; any time will do. */
  static final long CREATED_MS = 1_000_000_000L;

  private static final Pattern REPORT =
      Pattern.compile(
          "(?<state>[pbsex]?)(?<at>[0-9.]+)(\\*(?<rate>[0-9.]+))?(~(?<from>[0-9.]+))?"
              + "(!(?<event>[A-Za-z]+))?(#(?<seq>[0-9]+))?(@(?<time>\\+?[0-9.]+))?");

  private static final Pattern RUN =
      Pattern.compile(">(?<to>[0-9.]+)/(?<step>[0-9.]+)(\\*(?<rate>[0-9.]+))?(@(?<time>[0-9.]+))?");

  /** Those since the last change of the stream. */
  private final List<PlayheadReport> reports = new ArrayList<>();

  private long timeMs;
  private long positionMs;
  private long offsetMs;
  private boolean clockless;
  private long tickMs = 1;
  private long arriveMs = NONE;

  private ScenarioReports() {}

  /** The reports up to each change of the stream. */
  static List<List<PlayheadReport>> parse(String text) {
    List<List<PlayheadReport>> parts = new ArrayList<>();
    ScenarioReports reader = new ScenarioReports();
    for (String token : text.strip().split("\\s+")) {
      if (token.equals("=>")) {
        parts.add(List.copyOf(reader.reports));
        reader.reports.clear();
      } else {
        reader.read(token);
      }
    }
    parts.add(List.copyOf(reader.reports));
    return parts;
  }

  private void read(String token) {
    if (token.equals("dup")) {
      reports.add(reports.get(reports.size() - 1));
    } else if (token.startsWith("clock:")) {
      clock(token.substring("clock:".length()));
    } else if (token.startsWith("arrive:")) {
      String when = token.substring("arrive:".length());
      arriveMs = when.equals("now") ? NONE : ms(when);
    } else if (token.startsWith(">")) {
      run(token);
    } else {
      report(token);
    }
  }

  private void clock(String setting) {
    clockless = setting.equals("none");
    tickMs = setting.equals("1s") ? 1000 : 1;
    offsetMs = setting.matches("[+-].*") ? ms(setting) : 0;
  }

  private void run(String token) {
    Matcher match = RUN.matcher(token);
    if (!match.matches()) {
      throw new IllegalArgumentException("no run of reports: " + token);
    }
    int rateMilli = rate(match.group("rate"));
    long toMs = ms(match.group("to"));
    long stepMs = ms(match.group("step"));
    while (positionMs < toMs) {
      long nextMs = Math.min(toMs, positionMs + stepMs);
      timeMs +=
          match.group("time") != null
              ? ms(match.group("time"))
              : (nextMs - positionMs) * 1000 / rateMilli;
      positionMs = nextMs;
      add(PlayerState.PLAYING, rateMilli, null, NONE, NONE);
    }
  }

  private void report(String token) {
    Matcher match = REPORT.matcher(token);
    if (!match.matches()) {
      throw new IllegalArgumentException("no report: " + token);
    }
    int rateMilli = rate(match.group("rate"));
    long toMs = ms(match.group("at"));
    String time = match.group("time");
    if (time == null) {
      timeMs += reports.isEmpty() ? 0 : Math.max(0, toMs - positionMs) * 1000 / rateMilli;
    } else {
      timeMs = time.startsWith("+") ? timeMs + ms(time.substring(1)) : ms(time);
    }
    positionMs = toMs;
    ReportEvent event =
        match.group("event") == null ? null : ReportEvent.named(match.group("event"));
    long fromMs = match.group("from") == null ? NONE : ms(match.group("from"));
    long seq = match.group("seq") == null ? NONE : Long.parseLong(match.group("seq"));
    add(state(match.group("state")), rateMilli, event, fromMs, seq);
  }

  private void add(
      PlayerState state, int rateMilli, @Nullable ReportEvent event, long fromMs, long seq) {
    long atMs = Math.floorDiv(CREATED_MS + timeMs + offsetMs, tickMs) * tickMs;
    reports.add(
        new PlayheadReport(
            positionMs,
            CREATED_MS + (arriveMs == NONE ? timeMs : arriveMs),
            clockless ? NONE : atMs,
            seq,
            state,
            rateMilli,
            event,
            fromMs,
            ReportEvent.ERROR.equals(event) ? 405 : 0));
  }

  private static int rate(@Nullable String rate) {
    return rate == null ? PlayheadReport.NORMAL_RATE_MILLI : (int) ms(rate);
  }

  private static PlayerState state(String letter) {
    return switch (letter) {
      case "p" -> PlayerState.PAUSED;
      case "b" -> PlayerState.BUFFERING;
      case "s" -> PlayerState.SEEKING;
      case "e" -> PlayerState.ENDED;
      case "x" -> PlayerState.STOPPED;
      default -> PlayerState.PLAYING;
    };
  }
}
