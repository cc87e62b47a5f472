package dev.drawbridge.api;

/** What the API server refuses of smoke, monitor and what comes after a failure. */
final class FollowUpSpec {

  static final String FITS =
      "the pod of smoke, and that of a look of the monitor, has at most 8 containers: one of Drawbridge's, two for each"
          + " check with run, one for each sidecar. Do more in one of them";
  static final String SMOKE_FITS_RULE =
      "!has(self.smoke) || 2 * self.smoke.checks.filter(check, has(check.run)).size() + 1"
          + " + (has(self.pod) && has(self.pod.sidecars) ? self.pod.sidecars.size() : 0) <= 8";
  static final String MONITOR_FITS_RULE =
      "!has(self.monitor) || 2 * self.monitor.checks.filter(check, has(check.run)).size() + 1"
          + " + (has(self.pod) && has(self.pod.sidecars) ? self.pod.sidecars.size() : 0) <= 8";

  static final String TEMPLATE =
      "onFailure: Rollback makes what rollback says: write rollback with one of undo, run, restore and disable";
  static final String TEMPLATE_RULE =
      "!has(self.onFailure) || self.onFailure != 'Rollback' || has(self.rollback)";

  /** Which database can be exported in which way. */
  static final String EXPORT_RULE =
      "!has(self.rollback) || !has(self.rollback.export) || ((!has(self.rollback.export.pgDump) || has(self.database.secretRef))"
          + " && (!has(self.rollback.export.sqlite) || has(self.database.sqlite)))";

  static final String EXPORT =
      "rollback.export.pgDump is for a PostgreSQL database (database.secretRef), rollback.export.sqlite for a SQLite"
          + " file (database.sqlite)";

  private FollowUpSpec() {}
}
