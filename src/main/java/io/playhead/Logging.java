package io.playhead;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;

/**
 * How the service logs, unless {@code -Dlogback.configurationFile} names a file that says it.
 *
 * <p>In code: from a file, Logback read it once to start and once more for the format, and warned
 * of the format that was not used.
 *
 * <p>What others sent may stand in a message: lines stay lines, of bounded length, and URLs lose
 * their queries, which hold signatures and addresses of viewers.
 */
public final class Logging extends ContextAwareBase implements Configurator {
  private static final String OWN_FILE = "logback.configurationFile";

  private static final String WITHOUT_QUERIES = "{'\\?[^\\s\"]{3,}', '?...'}";
  private static final String ON_ONE_LINE =
      "{'[\\r\\n\\u0085\\u2028\\u2029\\x00-\\x08\\x0b-\\x1f\\x7f]', '_'}";
  private static final String ON_PLAIN_LINES = "{'[\\r\\x00-\\x08\\x0b-\\x1f\\x7f]', '_'}";

  private static final String MESSAGE =
      "%.-2000replace(%replace(%msg)" + WITHOUT_QUERIES + ")" + ON_ONE_LINE;
  private static final String STACK =
      "%replace(%replace(%ex{25})" + WITHOUT_QUERIES + ")" + ON_PLAIN_LINES;
  private static final String ABOUT = "%.-500replace(%kvp)" + ON_ONE_LINE;
  private static final String LINE =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} - "
          + MESSAGE
          + "%replace( "
          + ABOUT
          + "){'^ $', ''}%n"
          + STACK;

  /** Called by Logback before anything is logged. */
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty(OWN_FILE) != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    configure(context, "text");
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /**
   * Has all that is logged from now on in this format.
   *
   * @param format {@code text} or {@code json}
   */
  static void use(String format) {
    if (System.getProperty(OWN_FILE) == null) {
      configure((LoggerContext) LoggerFactory.getILoggerFactory(), format);
    }
  }

  static void configure(LoggerContext context, String format) {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    if (root.getAppender(format) != null) {
      return;
    }
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setName(format);
    console.setEncoder(format.equals("json") ? json(context) : text(context));
    console.start();
    root.detachAndStopAllAppenders();
    root.addAppender(console);
    root.setLevel(Level.INFO);
    // It warns, with a stack, of each connection that comes at the moment in which a port closes.
    context.getLogger("io.netty.bootstrap.ServerBootstrap").setLevel(Level.ERROR);
  }

  private static Encoder<ILoggingEvent> text(LoggerContext context) {
    PatternLayoutEncoder lines = new PatternLayoutEncoder();
    lines.setContext(context);
    lines.setPattern(LINE);
    lines.start();
    return lines;
  }

  private static Encoder<ILoggingEvent> json(LoggerContext context) {
    JsonLines lines =
        new JsonLines(MESSAGE + "%nopex", "%.-8000replace(" + STACK + "){'\\n$', ''}");
    lines.setContext(context);
    lines.start();
    return lines;
  }
}
