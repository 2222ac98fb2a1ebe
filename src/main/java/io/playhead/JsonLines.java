package io.playhead;

import static ch.qos.logback.core.encoder.JsonEscapeUtil.jsonEscapeString;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * Log lines as JSON: time (epoch milliseconds), level, logger and thread as Logback writes them,
 * what the line is about ({@code session}, {@code beacon} …) as members of their own, and the
 * message and the stack by the patterns that the text format has too, so that they are as clean and
 * as short.
 */
final class JsonLines extends JsonEncoder {
  private static final int MOST_OF_A_VALUE = 256;

  private final PatternLayout message = new PatternLayout();
  private final PatternLayout stack = new PatternLayout();

  JsonLines(String messagePattern, String stackPattern) {
    message.setPattern(messagePattern);
    stack.setPattern(stackPattern);
    setWithSequenceNumber(false);
    setWithNanoseconds(false);
    setWithContext(false);
    setWithMarkers(false);
    setWithMDC(false);
    setWithKVPList(false);
    setWithMessage(false);
    setWithArguments(false);
    setWithThrowable(false);
  }

  @Override
  public void start() {
    for (PatternLayout layout : List.of(message, stack)) {
      layout.setContext(getContext());
      layout.start();
    }
    super.start();
  }

  @Override
  protected void appendCustomFields(StringBuilder line, ILoggingEvent event) {
    append(line, "message", message.doLayout(event));
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        String value = String.valueOf(pair.value);
        append(line, pair.key, value.substring(0, Math.min(value.length(), MOST_OF_A_VALUE)));
      }
    }
    if (event.getThrowableProxy() != null) {
      append(line, "stack", stack.doLayout(event));
    }
  }

  private void append(StringBuilder line, String name, String value) {
    line.append(VALUE_SEPARATOR);
    appenderMember(line, name, jsonEscapeString(value));
  }
}
