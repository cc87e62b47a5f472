package dev.drawbridge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drawbridge.api.status.Phase;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecReaderTest {

  private static final String SPEC =
      """
      database: {secretRef: {name: orders-db, keys: {user: u, password: p}}}
      release: r1
      preflight:
      - {name: idle, sql: {query: "select 0", expect: {equals: 0}}}
      migrate:
      - flyway: {configMaps: [orders-sql], placeholders: {b: "2", a: "1"}}
      guardrails: {deadline: 1h30m}
      pod:
        resources: {requests: {memory: 128Mi, cpu: 100m}}
        tolerations: [{key: k, value: v}]
      """;

  @Test
  void specIsReadWholeAndWrittenInOneOrder() {
    var spec = migration(SPEC).getSpec();
    var written = SpecReader.write(spec);

    assertThat(spec.unsupported()).isNull();
    assertThat(migration(written).getSpec()).isEqualTo(spec);
    assertThat(SpecReader.write(migration(written).getSpec())).isEqualTo(written);
    assertThat(written).contains("{\"a\":\"1\",\"b\":\"2\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "approval: Sometimes | spec.approval is of the wrong type: this version of Drawbridge expects one of None, Required",
        "guardrails: {nonTransactional: Refuse} | spec.guardrails.nonTransactional",
        "guardrails: {destructive: Ask} | spec.guardrails.destructive is of the wrong type: this version of Drawbridge expects one of Warn, Refuse, Approve",
        "migrate: [{flyway: {configMaps: [a], outOfOrder: Allow}}] | spec.migrate[0].flyway.outOfOrder",
        "migrate: [{liquibase: {image: a}}] | spec.migrate[0].liquibase",
        "migrate: [{run: {image: alembic, retries: 3}}] | spec.migrate[0].run.retries",
        "migrate: [{}] | spec",
        "migrate: [{run: {command: [a]}}] | spec.migrate[0].run.image",
        "migrate: alembic | spec.migrate",
        "database: {sqlite: {claim: data}} | spec.database is not exactly one of",
        "database: {sqlite: {claim: data, path: a.db}, secretRef: {name: a}} | spec.database is not exactly one of",
        "database: {sqlite: {claim: data, path: ../a.db}} | spec.database.sqlite.path is \"../a.db\": write the path of the file",
        "database: {sqlite: {claim: data, path: a.db, mode: ro}} | spec.database.sqlite.mode",
        "database: {mysql: {claim: data}} | spec.database.mysql",
        "database: {} | spec",
        "suspend: {until: tomorrow} | spec.suspend",
        "preflight: [{name: a, http: {url: x}}] | spec.preflight[0].http",
      })
  void whatANewerVersionWroteIsNotedWithItsPathAndNeverThrown(String line, String path) {
    var base = "database: {secretRef: {name: orders-db}}\nmigrate: [{flyway: {configMaps: [a]}}]\n";
    var key = line.substring(0, line.indexOf(':'));
    var kept = base.lines().filter(one -> !one.startsWith(key)).toList();

    var spec = migration(String.join("\n", kept) + "\n" + line).getSpec();

    assertThat(spec.unsupported()).startsWith(path);
    assertThat(spec.database().queueIn("shop")).startsWith("shop/");
    assertThat(spec.migrate())
        .allSatisfy(step -> assertThat(step.flyway() == null).isNotEqualTo(step.run() == null));
  }

  @Test
  void migrationWithStatusIsTheSameAfterWritingAndReading() {
    var read =
        Serialization.unmarshal(
            """
            kind: Migration
            apiVersion: drawbridge.dev/v1alpha1
            metadata: {name: orders}
            spec: {database: {secretRef: {name: orders-db}}, migrate: [{flyway: {configMaps: [a]}}]}
            status:
              phase: Verified
              observedGeneration: 3
              verified: {version: "7", applied: ["7"], run: abc, inputs: d, at: 2026-11-21T10:00:00.123Z}
              run: {id: abc, inputs: d, job: orders-abc, startedAt: 2026-11-21T10:00:00Z, outcome: Verified}
            """,
            Migration.class);

    var again = Serialization.unmarshal(Serialization.asJson(read), Migration.class);

    assertThat(again.getStatus()).isEqualTo(read.getStatus());
    assertThat(again.getSpec()).isEqualTo(read.getSpec());
    assertThat(Serialization.asJson(read)).contains("\"2026-11-21T10:00:00.123Z\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "migrate: [{flyway: {configMaps: [a]}}, {flyway: {configMaps: [b]}}] | spec.migrate: SQLite has one schema in a file",
        "migrate: [{flyway: {configMaps: [a], schemas: [b]}}] | spec.migrate: SQLite has no schemas",
        "verify: [{name: f, schema: {functions: [b]}}] | the check \"f\": SQLite keeps no functions",
        "smoke: {checks: [{name: f, schema: {functions: [b]}}]} | the check \"f\": SQLite keeps no functions",
        "monitor: {every: 5m, checks: [{name: f, schema: {functions: [b]}}]} | the check \"f\": SQLite keeps no functions",
        "rollback: {undo: {}, verify: [{name: f, schema: {functions: [b]}}]} | the check \"f\": SQLite keeps no functions",
        "release: r1 |",
      })
  void whatSqliteHasNotIsNoted(String line, String problem) {
    var base = "database: {sqlite: {claim: data, path: a/b.db}}\n";
    var steps = line.startsWith("migrate") ? "" : "migrate: [{flyway: {configMaps: [a]}}]\n";

    var spec = migration(base + steps + line).getSpec();

    if (problem == null) {
      assertThat(spec.unsupported()).isNull();
    } else {
      assertThat(spec.unsupported()).startsWith(problem);
    }
    assertThat(spec.database().access()).isEqualTo("data/a/b.db");
    assertThat(spec.database().queueIn("shop")).isEqualTo("shop/data");
  }

  @Test
  void statusOfANewerVersionIsRead() {
    var status =
        Serialization.unmarshal(
                "kind: Migration\napiVersion: drawbridge.dev/v1alpha1\nstatus: {phase: Rehearsed, new: {a: 1}, run: {id: x, new: 1}}",
                Migration.class)
            .getStatus();

    assertThat(status.phase()).isEqualTo(Phase.UNKNOWN);
    assertThat(status.run()).isNotNull();
  }

  private static Migration migration(String spec) {
    return Serialization.unmarshal(
        "kind: Migration\napiVersion: drawbridge.dev/v1alpha1\nspec:\n" + spec.indent(2),
        Migration.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pod: {sidecars: [{name: a}, {name: step-1}]} | spec.pod.sidecars[1].name is \"step-1\", which is a name of Drawbridge's own",
        "pod: {sidecars: [{name: verify-0}]} | spec.pod.sidecars[0].name is \"verify-0\", which is a name of Drawbridge's own",
        "verify: [{name: a, run: {image: a, command: [a], version: {query: q, to: b}}}] | spec.verify[0].run.version is there: a check has no version",
        "preflight: [{name: a, run: {command: [a]}}] | spec.preflight[0].run.image is not there",
        "guardrails: {deadline: 10 minutes} | spec.guardrails.deadline is \"10 minutes\": write a duration",
        "guardrails: {lockTimeout: soon} | spec.guardrails.lockTimeout is \"soon\": write a duration",
        "rollback: {run: {command: [a]}} | spec.rollback.run.image is not there",
        "rollback: {undo: {}, verify: [{name: a}]} | spec.rollback.verify[0] is not one check",
        "minimumAppSchema: v7 | spec.minimumAppSchema is \"v7\": write a version",
        "migrate: [{flyway: {configMaps: [a], target: new}}] | spec.migrate[0].flyway.target is \"new\"",
        "migrate: [{flyway: {inline: [a, b]}}] | spec.migrate[0].flyway.inline is of the wrong type: this version of Drawbridge expects a map",
        "migrate: [{flyway: {configMaps: a}}] | spec.migrate[0].flyway.configMaps is of the wrong type: this version of Drawbridge expects a list",
        "audience: everybody | spec.audience is not known to this version",
        "preflight: [{name: a}] | spec.preflight[0] is not one check",
        "verify: [{name: a, sql: {query: select 1, expect: {}}}] | spec.verify[0].sql.expect is not one",
      })
  void valueThatOnlyPassesAServerWithoutRulesIsNotedInWords(String line, String words) {
    var base = "database: {secretRef: {name: orders-db}}\nmigrate: [{flyway: {configMaps: [a]}}]\n";
    var key = line.substring(0, line.indexOf(':'));
    var kept = base.lines().filter(one -> !one.startsWith(key)).toList();

    var spec = migration(String.join("\n", kept) + "\n" + line).getSpec();

    assertThat(spec.unsupported()).startsWith(words);
    assertThat(spec.limits().deadlineOrDefault()).isPositive();
    assertThat(spec.limits().lockTimeoutOrDefault()).isPositive();
  }
}
