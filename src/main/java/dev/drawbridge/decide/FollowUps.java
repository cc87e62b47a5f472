package dev.drawbridge.decide;

import java.util.List;
import java.util.Optional;

/** The Jobs and pods of a Migration's runs that only check: of smoke, and of the monitor. */
public record FollowUps(List<JobView> jobs, List<PodView> pods) {

  public static final FollowUps NONE = new FollowUps(List.of(), List.of());

  public FollowUps {
    jobs = List.copyOf(jobs);
    pods = List.copyOf(pods);
  }

  Optional<JobView> jobOf(String run) {
    return jobs.stream().filter(job -> job.run().equals(run)).findFirst();
  }
}
