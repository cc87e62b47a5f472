package dev.drawbridge.report;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run is going to do, as far as its report has room: the digest and the counts always, of
 * the lists their beginnings.
 *
 * @param digest of the whole plan
 * @param from the schema version that was found
 * @param to the schema version that all of it leads to
 * @param pending how many scripts are to be applied
 * @param tools how many tools of the user's are to be started
 * @param losing how many findings of the scripts tell of data that is lost
 * @param scripts the first of those that are to be applied, in their order
 * @param rehearsed null if it was not, or not yet
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlanSummary(
    String digest,
    @Nullable String from,
    @Nullable String to,
    int pending,
    int tools,
    int losing,
    List<Script> scripts,
    @Nullable Rehearsed rehearsed) {

  /** How many scripts are named. */
  public static final int MOST_SCRIPTS = 50;

  /** How many locks, and how many of what was left out, are named. */
  public static final int MOST_OF_A_REHEARSAL = 10;

  public PlanSummary {
    scripts = scripts == null ? List.of() : List.copyOf(scripts);
  }

  /**
   * A script that is to be applied.
   *
   * @param version null if it is repeatable
   * @param checksum as Flyway computes it
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Script(
      String file, @Nullable String version, @Nullable Integer checksum, boolean transactional) {}

  /**
   * What a rehearsal has shown.
   *
   * @param millis from its beginning to its end
   * @param longest the statement that took longest; null if there was none
   * @param locks the strongest first
   * @param rewritten the relations that got another file
   * @param notRehearsed what could not be rehearsed
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Rehearsed(
      long millis,
      int scripts,
      int statements,
      @Nullable Longest longest,
      List<Lock> locks,
      List<String> rewritten,
      @JsonAlias("left") List<Left> notRehearsed) {

    public Rehearsed {
      locks = locks == null ? List.of() : List.copyOf(locks);
      rewritten = rewritten == null ? List.of() : List.copyOf(rewritten);
      notRehearsed = notRehearsed == null ? List.of() : List.copyOf(notRehearsed);
    }

    private Rehearsed limitedTo(int most) {
      return new Rehearsed(
          millis,
          scripts,
          statements,
          longest,
          first(locks, most),
          first(rewritten, most),
          first(notRehearsed, most));
    }

    private Rehearsed clean(UnaryOperator<String> redaction) {
      return new Rehearsed(
          millis,
          scripts,
          statements,
          longest,
          locks.stream().map(lock -> lock.clean(redaction)).toList(),
          rewritten.stream().map(redaction).toList(),
          notRehearsed.stream()
              .map(one -> new Left(redaction.apply(one.subject()), redaction.apply(one.why())))
              .toList());
    }
  }

  /** A statement, by the line in which it begins. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Longest(String script, int line, long millis) {}

  /**
   * A lock on something that was there before.
   *
   * @param mode in the words of PostgreSQL's manual
   * @param blocks whom it keeps waiting
   * @param line of the statement that took it
   * @param millis from the beginning of that statement to the end of its script
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Lock(
      String mode, String relation, String blocks, String script, int line, long millis) {

    private Lock clean(UnaryOperator<String> redaction) {
      return new Lock(mode, redaction.apply(relation), blocks, script, line, millis);
    }
  }

  /** What could not be rehearsed. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Left(String subject, String why) {}

  /** The same plan, of which {@code count} findings tell of data that is lost. */
  public PlanSummary losing(int count) {
    return new PlanSummary(digest, from, to, pending, tools, count, scripts, rehearsed);
  }

  /** The same plan, after a rehearsal. */
  public PlanSummary rehearsed(Rehearsed shown) {
    return new PlanSummary(digest, from, to, pending, tools, losing, scripts, shown);
  }

  /** The same with shorter lists. */
  PlanSummary limitedTo(int most) {
    return new PlanSummary(
        digest,
        from,
        to,
        pending,
        tools,
        losing,
        first(scripts, most),
        rehearsed == null ? null : rehearsed.limitedTo(Math.min(most, MOST_OF_A_REHEARSAL)));
  }

  /** The same without what {@code redaction} takes out. */
  public PlanSummary clean(UnaryOperator<String> redaction) {
    return new PlanSummary(
        digest,
        from,
        to,
        pending,
        tools,
        losing,
        scripts.stream()
            .map(script ->
                new Script(
                    redaction.apply(script.file()),
                    script.version(),
                    script.checksum(),
                    script.transactional()))
            .toList(),
        rehearsed == null ? null : rehearsed.clean(redaction));
  }

  /** Whether nothing that a reader needs is missing. */
  boolean isWhole() {
    return digest != null
        && scripts.stream().allMatch(script -> script != null && script.file() != null)
        && (rehearsed == null || isWhole(rehearsed));
  }

  private static boolean isWhole(Rehearsed rehearsed) {
    var locks =
        rehearsed.locks().stream()
            .flatMap(lock -> Stream.of(lock.mode(), lock.relation(), lock.blocks(), lock.script()));
    var left =
        rehearsed.notRehearsed().stream().flatMap(one -> Stream.of(one.subject(), one.why()));
    return Stream.concat(locks, left).allMatch(Objects::nonNull)
        && (rehearsed.longest() == null || rehearsed.longest().script() != null);
  }

  private static <T> List<T> first(List<T> list, int most) {
    return list.subList(0, Math.min(most, list.size()));
  }
}
