package dev.drawbridge.operator;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Lets a failure through with its stack trace once in ten minutes. What fails is looked at again
 * every half minute, and would fill the log with the same lines.
 */
public final class RepeatedFailures extends Filter<ILoggingEvent> {

  private static final long BETWEEN_TWO_MILLIS = 600_000;
  private static final List<String> INFORMERS = List.of(".Reflector", ".InformerWrapper");
  private static final String NO_RIGHT = " is forbidden: User ";
  private static final int DEEPEST = 20;
  private static final int REMEMBERED = 1000;

  private final Map<String, Long> told = new Recent();

  @Override
  public FilterReply decide(ILoggingEvent event) {
    var failure = event.getThrowableProxy();
    if (failure == null) {
      return FilterReply.NEUTRAL;
    }
    var words = words(failure);
    return !isToldInOneSentence(event, words) && isNews(event, words)
        ? FilterReply.NEUTRAL
        : FilterReply.DENY;
  }

  /** Each of a dozen informers would tell what {@link NeededRights} tells of all. */
  private static boolean isToldInOneSentence(ILoggingEvent event, String words) {
    return INFORMERS.stream().anyMatch(event.getLoggerName()::endsWith) && words.contains(NO_RIGHT);
  }

  private synchronized boolean isNews(ILoggingEvent event, String words) {
    var key = event.getLoggerName() + " " + words;
    var before = told.get(key);
    if (before != null && event.getTimeStamp() - before < BETWEEN_TWO_MILLIS) {
      return false;
    }
    told.put(key, event.getTimeStamp());
    return true;
  }

  private static String words(IThrowableProxy failure) {
    return Stream.iterate(failure, cause -> cause != null, IThrowableProxy::getCause)
        .limit(DEEPEST)
        .reduce((_, next) -> next)
        .map(last -> last.getClassName() + " " + last.getMessage())
        .orElse("");
  }

  /** The oldest is forgotten first. */
  private static final class Recent extends LinkedHashMap<String, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
      return size() > REMEMBERED;
    }
  }
}
