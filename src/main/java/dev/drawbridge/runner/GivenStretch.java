package dev.drawbridge.runner;

import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.PlanItem.Part;
import dev.drawbridge.api.SpecReader;
import dev.drawbridge.api.Stretch;
import dev.drawbridge.report.RunnerInput;
import java.util.List;

/** Which stretch of its run this container does. */
final class GivenStretch {

  private GivenStretch() {}

  static Stretch of(RunnerInput input, MigrationSpec spec) {
    if (input.planOnly()) {
      return Stretch.whole(spec);
    }
    var part = input.part();
    return all(input, spec).get(part == null ? 0 : part.stretch());
  }

  private static List<Stretch> all(RunnerInput input, MigrationSpec spec) {
    if (input.checksOnly() != null) {
      return Stretch.ofChecks(spec, Part.of(input.checksOnly()));
    }
    var export = input.export();
    return Stretch.after(
        export == null ? null : SpecReader.readExport(export.spec()),
        spec,
        afterExport(input, spec));
  }

  private static List<Stretch> afterExport(RunnerInput input, MigrationSpec spec) {
    if (input.restored() != null) {
      return Stretch.ofRestore(spec);
    }
    return input.undoTo() == null ? Stretch.of(spec) : Stretch.ofUndo(spec);
  }
}
