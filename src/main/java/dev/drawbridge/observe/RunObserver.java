package dev.drawbridge.observe;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Run;
import dev.drawbridge.decide.JobView;
import dev.drawbridge.decide.PodView;
import dev.drawbridge.decide.RunLabel;
import dev.drawbridge.observe.MigrationObserver.FailedMounts;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the Jobs and pods of one Migration. From the caches; but nothing is taken for lost before
 * the API server itself was asked, because a cache may not show yet what has just been made.
 *
 * @param isOurs of those Jobs, which are looked at
 */
record RunObserver(
    KubernetesClient client,
    FailedMounts failedMounts,
    Migration migration,
    Context<?> context,
    Predicate<Job> isOurs) {

  List<Job> jobs() {
    var cached =
        context.getSecondaryResources(Job.class).stream()
            .filter(job -> job.hasOwnerReferenceFor(migration) && isOurs.test(job))
            .toList();
    return migration
        .runUnderWay()
        .filter(run -> jobOf(run, cached).isEmpty())
        .map(run -> Stream.concat(cached.stream(), freshJob(run)).toList())
        .orElse(cached);
  }

  List<PodView> pods(List<Job> jobs) {
    var cached = mine(context.getSecondaryResources(Pod.class), jobs);
    var pods =
        migration
            .runUnderWay()
            .filter(run -> mayBeLost(run, jobs, cached))
            .map(run -> mine(freshPods(run), jobs))
            .orElse(cached);
    return pods.stream().map(this::view).toList();
  }

  /** The same Jobs as values, with what Kubernetes says of {@code pods} that it cannot make. */
  List<JobView> views(List<Job> jobs, List<PodView> pods) {
    return jobs.stream().map(job -> view(job, pods)).toList();
  }

  private JobView view(Job job, List<PodView> pods) {
    var view = JobReading.view(job);
    var isWithoutPod =
        JobReading.hasNoPod(job) && pods.stream().noneMatch(pod -> pod.run().equals(view.run()));
    return isWithoutPod ? refusedPod(job).map(view::refusedPod).orElse(view) : view;
  }

  /** The latest words of the Job controller about a pod that it could not make. */
  private Optional<String> refusedPod(Job job) {
    return client
        .v1()
        .events()
        .inNamespace(namespace())
        .withField("involvedObject.uid", job.getMetadata().getUid())
        .withField("reason", "FailedCreate")
        .list()
        .getItems()
        .stream()
        .max(
            Comparator.comparing(event -> Objects.requireNonNullElse(event.getLastTimestamp(), "")))
        .map(event -> calm(event.getMessage(), job.getMetadata().getName()));
  }

  /** Each try has a name of its own, and would be a new message. */
  private static String calm(String message, String job) {
    return message
        .replaceFirst("^Error creating: ", "")
        .replaceAll(Pattern.quote(job) + "-[a-z0-9]{5}\\b", job + "-*");
  }

  private Stream<Job> freshJob(Run run) {
    var there = client.batch().v1().jobs().inNamespace(namespace()).withName(run.job()).get();
    return Stream.ofNullable(there)
        .filter(job -> job.hasOwnerReferenceFor(migration) && isOf(run, job));
  }

  private List<Pod> freshPods(Run run) {
    return client
        .pods()
        .inNamespace(namespace())
        .withLabel(Markers.RUN_LABEL, run.id())
        .list()
        .getItems();
  }

  /** Without a pod, a Job that is gone or over means that the outcome is lost. */
  private static boolean mayBeLost(Run run, List<Job> jobs, List<Pod> pods) {
    var isOver = jobOf(run, jobs).map(JobReading::view).map(JobView::isOver).orElse(true);
    return isOver && pods.stream().noneMatch(pod -> isOf(run, pod));
  }

  /** Pods count by the UID of their Job; by its name only where the Job is gone. */
  private List<Pod> mine(Collection<Pod> pods, List<Job> jobs) {
    return pods.stream()
        .filter(pod -> belongsToOne(jobs, pod) || belongsToGoneJob(jobs, pod))
        .toList();
  }

  private static boolean belongsToOne(List<Job> jobs, Pod pod) {
    return jobs.stream().anyMatch(job -> pod.hasOwnerReferenceFor(job));
  }

  private boolean belongsToGoneJob(List<Job> jobs, Pod pod) {
    return migration
        .runUnderWay()
        .filter(run -> isOf(run, pod) && jobOf(run, jobs).isEmpty())
        .filter(run ->
            Stream.ofNullable(pod.getMetadata().getOwnerReferences())
                .flatMap(List::stream)
                .anyMatch(owner -> run.job().equals(owner.getName())))
        .isPresent();
  }

  private static Optional<Job> jobOf(Run run, List<Job> jobs) {
    return jobs.stream().filter(job -> isOf(run, job)).findFirst();
  }

  private static boolean isOf(Run run, HasMetadata resource) {
    return run.id().equals(RunLabel.of(resource));
  }

  private PodView view(Pod pod) {
    return new PodReading(pod, failedMounts.of(pod).map(Event::getMessage)).view();
  }

  private String namespace() {
    return migration.getMetadata().getNamespace();
  }
}
