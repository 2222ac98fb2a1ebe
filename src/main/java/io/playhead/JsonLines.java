package io.playhead;

import static ch.qos.logback.core.encoder.JsonEscapeUtil.jsonEscapeString;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * Log lines as JSON: time (epoch milliseconds), level, logger and thread as Logback writes them,
 * what the line is about ({@code session}, {@code beacon} …) as members of their own, and the
 * message and the stack by the patterns that the text format has too, so that they are as clean and
 * as short.
 */
public final class JsonLines extends JsonEncoder {
  /** Which appender of {@code logback.xml} is used. */
  private static final String FORMAT = "log.format";

  private static final int MOST_OF_A_VALUE = 256;

  private final PatternLayout message = new PatternLayout();
  private final PatternLayout stack = new PatternLayout();

  /** For Logback. */
  public JsonLines() {
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

  /**
   * Has all that is logged from now on in this format.
   *
   * @param format {@code text} or {@code json}
   */
  static void use(String format) throws JoranException {
    System.setProperty(FORMAT, format);
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    new ContextInitializer(context).autoConfig();
  }

  /** The pattern of the message. */
  public void setMessagePattern(String pattern) {
    message.setPattern(pattern);
  }

  /** The pattern of the stack; without one it would be nothing. */
  public void setStackPattern(String pattern) {
    stack.setPattern(pattern);
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
