package dev.drawbridge.api;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Values that the API server's rules refuse, looked at once more: a server without these rules lets
 * them pass, and nothing could be done with them.
 */
final class SpecValues {

  private SpecValues() {}

  /** What is wrong with the first such value of {@code spec}, with its path. */
  static Optional<String> problem(MigrationSpec spec) {
    return Stream.of(
            SqliteRules.problems(spec),
            guardrails(spec.guardrails()),
            version("spec.minimumAppSchema", spec.minimumAppSchema()),
            dependencies(spec.dependsOn()),
            steps(spec.migrate()),
            Backup.problems(spec),
            checks("spec.preflight", spec.preflight()),
            checks("spec.verify", spec.verify()),
            smoke(spec.smoke()),
            monitor(spec.monitor()),
            rollback(spec),
            sidecars(spec.podSettings()))
        .flatMap(problems -> problems)
        .findFirst();
  }

  /** By its name a container is known as one of the run's own. */
  private static Stream<String> sidecars(PodSettings pod) {
    return IntStream.range(0, pod.sidecars().size())
        .filter(index ->
            String.valueOf(pod.sidecars().get(index).get("name"))
                .matches(
                    "runner(-[0-9]+)?|(step|preflight|export|backup|restore|verify|smoke|monitor)-[0-9]+"))
        .mapToObj(index ->
            "spec.pod.sidecars[%d].name is \"%s\", which is a name of Drawbridge's own containers"
                .formatted(index, pod.sidecars().get(index).get("name")));
  }

  private static Stream<String> smoke(@Nullable Smoke smoke) {
    return smoke == null
        ? Stream.empty()
        : Stream.concat(
            duration("spec.smoke.within", smoke.within()),
            checks("spec.smoke.checks", smoke.checks()));
  }

  private static Stream<String> monitor(@Nullable Monitor monitor) {
    return monitor == null
        ? Stream.empty()
        : Stream.of(
                monitor.every() == null
                    ? Stream.of("spec.monitor.every is not there")
                    : duration("spec.monitor.every", monitor.every()),
                duration("spec.monitor.for", monitor.lasting()),
                checks("spec.monitor.checks", monitor.checks()))
            .flatMap(problems -> problems);
  }

  private static Stream<String> rollback(MigrationSpec spec) {
    var rollback = spec.rollback();
    if (rollback == null) {
      return spec.onFailure() == OnFailure.ROLLBACK
          ? Stream.of("spec.rollback is not there: " + FollowUpSpec.TEMPLATE)
          : Stream.empty();
    }
    var export =
        rollback.export() == null || rollback.export().fits(spec.database())
            ? Stream.<String>empty()
            : Stream.of("spec.rollback.export: " + FollowUpSpec.EXPORT);
    return Stream.of(
            export,
            Stream.ofNullable(rollback.run()).flatMap(run -> run("spec.rollback.run.", run)),
            checks("spec.rollback.verify", rollback.verify()))
        .flatMap(problems -> problems);
  }

  /** What is wrong with the durations of {@code limits}. */
  static Stream<String> guardrails(@Nullable Guardrails limits) {
    return limits == null
        ? Stream.empty()
        : Stream.of(
                duration("spec.guardrails.deadline", limits.deadline()),
                duration("spec.guardrails.lockTimeout", limits.lockTimeout()),
                duration("spec.guardrails.statementTimeout", limits.statementTimeout()))
            .flatMap(problems -> problems);
  }

  private static Stream<String> duration(String path, @Nullable String text) {
    return text == null || text.matches(TimeSpan.PATTERN)
        ? Stream.empty()
        : Stream.of("%s is \"%s\": %s".formatted(path, text, TimeSpan.RULE_MESSAGE));
  }

  private static Stream<String> version(String path, @Nullable String text) {
    return text == null || text.matches(SchemaVersions.PATTERN)
        ? Stream.empty()
        : Stream.of("%s is \"%s\": %s".formatted(path, text, SchemaVersions.RULE_MESSAGE));
  }

  private static Stream<String> dependencies(List<Dependency> dependencies) {
    return IntStream.range(0, dependencies.size())
        .boxed()
        .flatMap(index -> {
          var path = "spec.dependsOn[" + index + "].";
          return dependencies.get(index).name() == null
              ? Stream.of(path + "name is not there")
              : duration(path + "soak", dependencies.get(index).soak());
        });
  }

  private static Stream<String> steps(List<MigrateStep> steps) {
    return IntStream.range(0, steps.size())
        .boxed()
        .flatMap(index -> {
          var path = "spec.migrate[" + index + "].";
          return Stream.concat(
              Stream.ofNullable(steps.get(index).flyway())
                  .flatMap(flyway -> flyway(path + "flyway.", flyway)),
              Stream.ofNullable(steps.get(index).run()).flatMap(run -> run(path + "run.", run)));
        });
  }

  private static Stream<String> flyway(String path, MigrateStep.Flyway flyway) {
    return Stream.concat(
        version(path + "target", flyway.target()),
        version(path + "baselineVersion", flyway.baselineVersion()));
  }

  private static Stream<String> run(String path, RunStep run) {
    if (run.image() == null) {
      return Stream.of(path + "image is not there");
    }
    var version = run.version();
    return version != null && (version.query() == null || version.to() == null)
        ? Stream.of(path + "version needs both query and to")
        : Stream.empty();
  }

  private static Stream<String> checks(String path, List<Check> checks) {
    return IntStream.range(0, checks.size())
        .boxed()
        .flatMap(index -> check(path + "[" + index + "]", checks.get(index)));
  }

  private static Stream<String> check(String path, Check check) {
    if (given(check.sql(), check.schema(), check.http(), check.run()) != 1) {
      return Stream.of(path + " is not one check: " + Check.EXACTLY_ONE);
    }
    return Stream.of(
            sql(path + ".sql", check.sql()),
            http(path + ".http.", check.http()),
            container(path + ".run.", check.run()))
        .flatMap(problems -> problems);
  }

  private static Stream<String> container(String path, @Nullable RunStep run) {
    if (run == null) {
      return Stream.empty();
    }
    return run.version() == null
        ? run(path, run)
        : Stream.of(path + "version is there: " + Check.NO_VERSION);
  }

  private static Stream<String> sql(String path, Check.@Nullable Sql sql) {
    return sql == null || isOneExpectation(sql.expect())
        ? Stream.empty()
        : Stream.of(
            path
                + ".expect is not one expectation: write exactly one of equals, atLeast, atMost and rows");
  }

  private static Stream<String> http(String path, Check.@Nullable Http http) {
    if (http == null) {
      return Stream.empty();
    }
    return http.url() == null || !http.url().matches(Check.Http.URL_PATTERN)
        ? Stream.of(path + "url is \"%s\": %s".formatted(http.url(), Check.Http.URL_MESSAGE))
        : duration(path + "within", http.within());
  }

  private static boolean isOneExpectation(Check.@Nullable Expect expect) {
    return expect != null
        && given(expect.equalTo(), expect.atLeast(), expect.atMost(), expect.rows()) == 1;
  }

  private static long given(@Nullable Object... values) {
    return Arrays.stream(values).filter(Objects::nonNull).count();
  }
}
