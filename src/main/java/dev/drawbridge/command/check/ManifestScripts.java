package dev.drawbridge.command.check;

import dev.drawbridge.api.MigrateStep.Flyway;
import dev.drawbridge.command.manifest.Given;
import dev.drawbridge.command.manifest.Unusable;
import dev.drawbridge.runner.review.FileRules;
import dev.drawbridge.runner.review.Notes;
import dev.drawbridge.runner.review.Reviewer;
import dev.drawbridge.runner.script.Dialect;
import dev.drawbridge.runner.script.Placeholders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The scripts that a Migration names, each step with what its spec says of them. */
record ManifestScripts(Given given, Notes notes) {

  List<Batch> read() throws IOException, Unusable {
    var spec = given.source().migration().getSpec();
    var dialect = Dialect.of(spec.database());
    var batches = new ArrayList<Batch>();
    for (var place = 0; place < spec.migrate().size(); place++) {
      var step = spec.migrate().get(place).flyway();
      if (step != null) {
        var schema = step.schemas().isEmpty() ? Reviewer.USUAL_SCHEMA : step.schemas().getFirst();
        batches.add(new Batch(files(step, place), dialect, schema, step.placeholders()));
      }
    }
    if (batches.isEmpty()) {
      throw new Unusable(
          "Migration %s has no scripts to look at: all its steps are containers."
              .formatted(given.source().name()));
    }
    return batches;
  }

  private FileRules files(Flyway step, int place) throws IOException {
    var files = new FileRules(notes);
    for (var configMap : step.configMaps()) {
      given
          .scripts()
          .contents(configMap)
          .forEach((file, content) ->
              files.add(configMap + "/" + file, "ConfigMap " + configMap, file, content));
    }
    new TreeMap<>(step.inline())
        .forEach((file, text) ->
            files.add(
                "spec.migrate[%d].flyway.inline/%s".formatted(place, file),
                "inline",
                file,
                text.getBytes(StandardCharsets.UTF_8)));
    var folder = given.images().get(place);
    if (folder != null) {
      ScriptPaths.add(folder, files);
    }
    files.wantValues(new Placeholders(step.placeholders()));
    return files;
  }
}
