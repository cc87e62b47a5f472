package dev.drawbridge.command.local;

import dev.drawbridge.api.Guardrails;
import dev.drawbridge.api.PlanItem;
import dev.drawbridge.command.manifest.References;
import dev.drawbridge.command.manifest.Source;
import dev.drawbridge.command.manifest.Unusable;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.report.SharedFolder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The variables that a step on this machine has beside those of the caller: how to connect, then
 * the step's own. What the step takes from Secrets and ConfigMaps, the caller has to set.
 *
 * @param values by name
 */
record LocalVariables(Map<String, String> values) {

  /** Refuses a step whose values are somewhere in the cluster, and not in the environment. */
  static void requireValues(PlanItem item, Map<String, String> environment) throws Unusable {
    for (var variable : Objects.requireNonNull(item.run()).env()) {
      var name = String.valueOf(variable.get("name"));
      if (variable.get("valueFrom") != null && !environment.containsKey(name)) {
        throw new Unusable(
            "%s.run.env: the value of %s is kept in the cluster. Set %s in the environment of this command."
                .formatted(item.path(), name, name));
      }
    }
  }

  /** Refuses a step with a ConfigMap of variables that is not in the files. */
  static void requireConfigMaps(PlanItem item, Source source) throws Unusable {
    for (var from : Objects.requireNonNull(item.run()).envFrom()) {
      if (from.get("configMapRef") instanceof Map<?, ?> reference
          && !Boolean.TRUE.equals(reference.get("optional"))
          && !source.configMaps().containsKey(String.valueOf(reference.get("name")))) {
        throw new Unusable(
            "%s.run.envFrom: ConfigMap %s is not in the files. Add its file with -f."
                .formatted(item.path(), reference.get("name")));
      }
    }
  }

  /** Those of {@code item}, in a run on the database of which {@code shared} tells. */
  static LocalVariables of(
      PlanItem item,
      SharedFolder shared,
      String run,
      Guardrails limits,
      Source source,
      Access database,
      Map<String, String> environment) {
    var values = new LinkedHashMap<String, String>();
    Objects.requireNonNull(item.run()).envFrom().forEach(from -> values.putAll(all(from, source)));
    Optional.ofNullable(environment.get("HOME")).ifPresent(home -> values.put("HOME", home));
    switch (database) {
      case DatabaseAccess _ -> {
        values.put("PGSERVICEFILE", shared.access().resolve(SharedFolder.SERVICE_FILE).toString());
        values.put("PGSERVICE", SharedFolder.SERVICE);
        values.put("PGPASSFILE", shared.access().resolve(SharedFolder.PASSWORD_FILE).toString());
        values.put("PGOPTIONS", item.sessionOptions(limits));
      }
      case FileAccess file -> {
        values.put("DRAWBRIDGE_SQLITE", file.file().toString());
        values.put(
            "DRAWBRIDGE_BUSY_TIMEOUT_MS", String.valueOf(limits.lockTimeoutOrDefault().toMillis()));
      }
    }
    values.put(RunnerInput.RUN, run);
    for (var variable : Objects.requireNonNull(item.run()).env()) {
      var name = String.valueOf(variable.get("name"));
      var value = variable.get("value");
      if (value != null) {
        values.put(name, References.resolved(String.valueOf(value), values));
      } else if (environment.containsKey(name)) {
        values.put(name, String.valueOf(environment.get(name)));
      }
    }
    return new LocalVariables(values);
  }

  /**
   * All of a ConfigMap in the files, as a container gets them. Those of Secrets are the caller's.
   */
  private static Map<String, String> all(Map<String, Object> from, Source source) {
    var values = new LinkedHashMap<String, String>();
    if (from.get("configMapRef") instanceof Map<?, ?> reference) {
      var prefix = Objects.requireNonNullElse(from.get("prefix"), "");
      var configMap = source.configMaps().get(String.valueOf(reference.get("name")));
      if (configMap != null && configMap.getData() != null) {
        configMap.getData().forEach((name, value) -> values.put(prefix + name, value));
      }
    }
    return values;
  }

  /** Whether a variable of the caller would get in the way of what is set here. */
  static boolean isOurs(String name) {
    return name.startsWith("PG") || name.startsWith("DRAWBRIDGE_");
  }
}
