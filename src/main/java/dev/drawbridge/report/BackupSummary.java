package dev.drawbridge.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A backup that was made and proved whole.
 *
 * @param claim the PersistentVolumeClaim that it is on
 * @param path from the claim's root
 * @param sha256 of the file, in hexadecimal
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BackupSummary(String claim, String path, long bytes, String sha256) {

  /** Where it is, as the end of a sentence. */
  public String words() {
    return path + " on claim " + claim;
  }

  /** Whether nothing of it is missing. */
  boolean isWhole() {
    return claim != null && path != null && sha256 != null;
  }
}
