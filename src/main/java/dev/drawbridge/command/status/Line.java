package dev.drawbridge.command.status;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.drawbridge.api.Migration;
import dev.drawbridge.api.status.Gate;
import dev.drawbridge.api.status.MigrationStatus;
import dev.drawbridge.api.status.Verified;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a Migration stands, in a line. The names of its fields are a contract, and {@code
 * docs/command-line.md} has them.
 *
 * @param phase null if no operator has looked at it
 * @param released of the workloads that the status lists, which are at most 50
 * @param opened how many of these somebody has opened without proof
 * @param leaking how many of these have pods that were not let go
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Line(
    String namespace,
    String name,
    @Nullable String phase,
    @Nullable String schema,
    int held,
    int released,
    int opened,
    int leaking,
    @Nullable String waitsFor,
    @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Instant since,
    @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Instant created) {

  static Line of(Migration migration) {
    var status = migration.statusOrNone();
    var metadata = migration.getMetadata();
    var phase = status.phase();
    return new Line(
        metadata.getNamespace(),
        metadata.getName(),
        phase == null ? null : phase.word(),
        Optional.ofNullable(status.verified()).map(Verified::version).orElse(null),
        Objects.requireNonNullElse(status.held(), count(status, Gate.HELD)),
        count(status, Gate.RELEASED),
        count(status, Gate.GLASS_BROKEN),
        (int) status.gates().stream().filter(Gate::isLeaking).count(),
        Waited.of(migration).orElse(null),
        Waited.since(status).orElse(null),
        Optional.ofNullable(metadata.getCreationTimestamp()).map(Instant::parse).orElse(null));
  }

  private static int count(MigrationStatus status, String state) {
    return (int) status.gates().stream().filter(gate -> gate.state().equals(state)).count();
  }
}
