package dev.drawbridge.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The versions that the runner found applied when everything was done.
 *
 * @param floor this version and every lower one count as applied: the baseline, or the oldest that
 *     was kept of a longer list; null if the list is whole and there is no baseline
 * @param versions oldest first, the newest {@value #MOST} at most, fewer where the report's budget
 *     is small
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AppliedVersions(@Nullable String floor, List<String> versions) {

  /** How many versions are kept. */
  public static final int MOST = 100;

  public AppliedVersions {
    versions = versions == null ? List.of() : List.copyOf(versions);
  }
}
