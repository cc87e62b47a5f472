package dev.drawbridge.law;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Map;

/** A ReplicaSet as the controllers change it. */
final class PlayedSet {
  final PodTemplateSpec template;

  /** Which of all, in the order of creation. */
  final int born;

  Map<String, String> annotations = Map.of();
  int revision;
  int replicas;

  /** How many the Deployment wanted when this one was scaled last. */
  int desired;

  int pods;

  /** Whether the law lets it make pods. */
  boolean mayRun;

  PlayedSet(PodTemplateSpec template, int born) {
    this.template = template;
    this.born = born;
  }
}
