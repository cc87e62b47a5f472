package dev.drawbridge.runner.backup;

import dev.drawbridge.report.BackupSummary;
import dev.drawbridge.report.Closing;
import dev.drawbridge.report.Count;
import dev.drawbridge.report.RunEvent.State;
import dev.drawbridge.report.RunnerInput;
import dev.drawbridge.runner.process.FileComplaint;
import dev.drawbridge.runner.process.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A backup of a run on its way from a file that is being written to one that counts, and what
 * becomes of the older ones then.
 */
final class BackupStep {

  private final Saving saving;
  private final Saving.Target place;
  private final RunnerInput input;
  private final String kind;
  private final Journal journal;
  private final BackupFiles files;

  /**
   * @param kind of file, as its ending
   */
  BackupStep(Saving saving, RunnerInput input, String kind, Journal journal) {
    this.saving = saving;
    this.place = saving.target();
    this.input = input;
    this.kind = kind;
    this.journal = journal;
    this.files = new BackupFiles(place.folder());
  }

  /** What is written to until it is proved whole. */
  Path part() {
    return files.folder().part(input.run(), kind);
  }

  private Path file() {
    return files.folder().file(input.run(), kind);
  }

  BackupProblem problem() {
    return saving.problem();
  }

  /** What was written so far is of no use, and may have filled the claim. */
  void discard() {
    try {
      Files.deleteIfExists(part());
    } catch (IOException failed) {
      System.err.println("cannot remove " + part() + ": " + failed);
    }
  }

  /** From the claim's root. */
  private String path() {
    return place.root().relativize(file()).toString();
  }

  /** Makes ready to write to {@link #part}, and tells so. */
  void begin() {
    try {
      files.clear();
    } catch (IOException failed) {
      throw problem().of(failed);
    }
    if (Files.exists(file())) {
      throw problem().isThere(path());
    }
    journal.tell(saving.phase(), State.STARTED, saving.title(), "to claim " + place.claim());
  }

  /**
   * What was written is whole: now it counts, and the older ones go.
   *
   * @param what is in it, in few words
   */
  void publish(String what, Closing.Database database, Instant at, Duration since) {
    try {
      var part = part();
      var sum = BackupFiles.checksum(part);
      var bytes = Files.size(part);
      var name = file().getFileName().toString();
      files.publish(
          part,
          new Manifest(
              Manifest.VERSION,
              input.migration(),
              input.run(),
              name,
              bytes,
              sum,
              database.system(),
              database.name(),
              at));
      var saved = new BackupSummary(place.claim(), path(), bytes, sum);
      var told = "%s, %s, %s".formatted(what, size(bytes), saved.words());
      journal.tell(saving.phase(), saving.title(), told, since.toMillis(), saved);
    } catch (IOException failed) {
      throw problem().of(failed);
    }
    removeOlder();
  }

  static String size(long bytes) {
    return bytes < 10_000 ? Count.of(bytes, "byte") : "%,d kB".formatted(bytes / 1000);
  }

  /** That an older one stays is no reason not to go on. */
  private void removeOlder() {
    try {
      var all = files.manifests();
      var rest = all.subList(Math.min(place.keep(), all.size()), all.size());
      for (var older : rest) {
        if (!older.run().equals(place.lastGood()) && !older.run().equals(input.run())) {
          files.remove(older);
          var why = "%d newer ones are there (spec.backup.keep)".formatted(place.keep());
          journal.tell(saving.phase(), State.FOUND, "removed " + older.file(), why);
        }
      }
    } catch (IOException failed) {
      var words =
          "older backups on claim %s cannot be removed: %s"
              .formatted(place.claim(), FileComplaint.of(failed));
      journal.tell(saving.phase(), State.WARNING, saving.title(), words);
    }
  }
}
