package dev.drawbridge.api;

/** What the API server asks of a spec whose plans are approved. */
final class ApprovalRules {

  static final String NAMES_RULE =
      "self.all(name, name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$') && self.exists_one(other, other == name))";
  static final String NAMES =
      "a name of approvals is of small letters, digits and hyphens, such as dba, and stands there once";

  static final String DIGESTS_RULE =
      "!has(self.approval) || self.approval != 'Required' || self.migrate.all(step,"
          + " (!has(step.run) || step.run.image.contains('@sha256:'))"
          + " && (!has(step.flyway) || !has(step.flyway.image) || step.flyway.image.reference.contains('@sha256:')))";
  static final String DIGESTS =
      "with approval: Required each image of migrate is named by its digest (NAME@sha256:…), because what a tag stands"
          + " for may change after it was approved";

  static final String ASKED_RULE =
      "!has(self.approvals) || self.approvals.size() == 0"
          + " || (has(self.approval) && self.approval == 'Required')"
          + " || (has(self.guardrails) && has(self.guardrails.destructive) && self.guardrails.destructive == 'Approve')";
  static final String ASKED =
      "approvals are asked for only with approval: Required or guardrails.destructive: Approve; write one of them, or"
          + " take approvals out";

  private ApprovalRules() {}
}
