package dev.drawbridge.operator;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.Rollback;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that changes in the namespace of a stage, as anybody can see who watches it. */
final class Changes implements AutoCloseable {

  private final Map<String, Set<String>> jobsOfRuns = new ConcurrentHashMap<>();
  private final AtomicInteger seen = new AtomicInteger();
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private final List<Watch> watches;
  private volatile @Nullable Deed deed;

  Changes(Stage stage) {
    watches =
        Stream.of(Migration.class, Rollback.class, Deployment.class, Job.class, CronJob.class)
            .map(type -> watch(stage, type))
            .toList();
  }

  /** Something that is done once, at a moment of its own. */
  static final class Deed {

    private final int after;
    private final Duration pause;
    private final Runnable what;
    private final AtomicLong doneAt = new AtomicLong();

    private Deed(int after, Duration pause, Runnable what) {
      this.after = after;
      this.pause = pause;
      this.what = what;
    }

    /** When it was done, in nanoseconds; now, if so much never changed. */
    long orAtLast() {
      run();
      return doneAt.get();
    }

    private synchronized void run() {
      if (doneAt.get() == 0) {
        what.run();
        doneAt.set(System.nanoTime());
      }
    }
  }

  /** Does {@code what} when {@code count} changes have been seen, and a pause after that. */
  Deed after(int count, Duration pause, Runnable what) {
    var wanted = new Deed(count, pause, what);
    deed = wanted;
    return wanted;
  }

  /** The Jobs that were ever there, by the run that they say. */
  Map<String, Set<String>> jobsOfRuns() {
    return Map.copyOf(jobsOfRuns);
  }

  private <T extends HasMetadata> Watch watch(Stage stage, Class<T> type) {
    return stage
        .client()
        .resources(type)
        .inNamespace(stage.namespace())
        .watch(
            new Watcher<>() {
              @Override
              public void eventReceived(Action action, T resource) {
                note(resource);
              }

              @Override
              public void onClose(@Nullable WatcherException cause) {
                // What is missed then fails the test that counts Jobs.
              }
            });
  }

  private void note(HasMetadata resource) {
    if (resource instanceof Job job && job.getMetadata().getLabels() != null) {
      jobsOfRuns
          .computeIfAbsent(
              job.getMetadata().getLabels().getOrDefault(Markers.RUN_LABEL, "none"),
              _ -> ConcurrentHashMap.newKeySet())
          .add(job.getMetadata().getUid());
    }
    var count = seen.incrementAndGet();
    var wanted = deed;
    if (wanted != null && count == wanted.after) {
      var _ = later.schedule(wanted::run, wanted.pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
    later.shutdownNow();
  }
}
