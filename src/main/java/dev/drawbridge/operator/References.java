package dev.drawbridge.operator;

import dev.drawbridge.api.Markers;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.MigrationSpec;
import dev.drawbridge.api.Rollback;
import dev.drawbridge.api.RollbackSpec;
import dev.drawbridge.decide.Hold;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which Migration a resource is about, and which resources a Migration names. */
final class References {

  private References() {}

  static Set<ResourceID> migrationByAnnotation(HasMetadata resource) {
    return named(resource, Hold.annotationOf(resource, Markers.MIGRATION_ANNOTATION));
  }

  static Set<ResourceID> migrationByLabel(HasMetadata resource) {
    return named(resource, Hold.labelOf(resource, Markers.MIGRATION_LABEL));
  }

  static Set<ResourceID> rollbackByLabel(HasMetadata resource) {
    return named(resource, Hold.labelOf(resource, Markers.ROLLBACK_LABEL));
  }

  /** The Migration that a Rollback names. */
  static Set<ResourceID> migrationOf(Rollback rollback) {
    return named(rollback, Optional.ofNullable(rollback.getSpec()).map(RollbackSpec::migration));
  }

  private static Set<ResourceID> named(HasMetadata resource, Optional<String> migration) {
    var namespace = resource.getMetadata().getNamespace();
    return migration.map(name -> Set.of(new ResourceID(name, namespace))).orElse(Set.of());
  }

  static Set<ResourceID> configMapsOf(Migration migration) {
    var namespace = migration.getMetadata().getNamespace();
    return Set.copyOf(
        configMapNames(migration).stream().map(name -> new ResourceID(name, namespace)).toList());
  }

  /** The Migrations that come before {@code migration}. */
  static List<String> dependencyKeys(Migration migration) {
    return Optional.ofNullable(migration.getSpec()).map(MigrationSpec::dependsOn).stream()
        .flatMap(List::stream)
        .map(one -> migration.getMetadata().getNamespace() + "/" + one.name())
        .toList();
  }

  static List<String> configMapKeys(Migration migration) {
    return configMapNames(migration).stream()
        .map(name -> migration.getMetadata().getNamespace() + "/" + name)
        .toList();
  }

  private static List<String> configMapNames(Migration migration) {
    return Optional.ofNullable(migration.getSpec())
        .map(MigrationSpec::configMaps)
        .orElse(List.of());
  }

  /** The UID of the pod that {@code event} is about; not every writer of events gives one. */
  static List<String> podOf(Event event) {
    return Stream.ofNullable(event.getInvolvedObject())
        .flatMap(pod -> Stream.ofNullable(pod.getUid()))
        .toList();
  }
}
