package dev.drawbridge.gate.pod;

import dev.drawbridge.decide.Need;
import dev.drawbridge.gate.Sentences;

/** What people are told at admission of pods and owners. The admission policies say the same. */
final class PodSentences {

  static final String CHANGED_AFTERWARDS =
      "another admission webhook or policy has changed what holds this pod, after Drawbridge had"
          + " set it: make it leave the scheduling gate and the annotations of drawbridge.dev/ alone";

  static final String MARKS_THROUGH_STATUS =
      "labels and annotations of drawbridge.dev/ cannot be changed through the status of a waiting"
          + " pod: change the pod itself";

  static final String MEMORY_CHANGED_AFTERWARDS =
      "another admission webhook or policy has changed what Drawbridge remembers here, after"
          + " Drawbridge had set it: make it leave the annotations and labels of drawbridge.dev/"
          + " alone";

  static final String MEMORY_THROUGH_STATUS =
      "the annotation and the label drawbridge.dev/released cannot be changed through the status:"
          + " only the operator writes them";

  static final String CLAIMS_A_RELEASE =
      "the annotation drawbridge.dev/released cannot stand on a pod template, because its pods would"
          + " not wait: take it off";

  private PodSentences() {}

  static String changesItsNeed(String migration) {
    return "what a waiting pod needs may be changed only by those who may breakglass"
        + " migrations.drawbridge.dev/"
        + migration
        + " in this namespace: correct the template that it comes from and delete the pod, or ask"
        + " one of them";
  }

  static String takesTheGateOff(Need need) {
    return "the scheduling gate drawbridge.dev/migration may be taken off only by the operator, when "
        + need.words()
        + " is verified, and by those who may breakglass migrations.drawbridge.dev/"
        + need.migration()
        + " in this namespace: leave it, or ask one of them";
  }

  static String leaves(String migration) {
    return "the label drawbridge.dev/migration: "
        + migration
        + " of the pod template may be changed or taken off only by those who may breakglass"
        + " migrations.drawbridge.dev/"
        + migration
        + " in this namespace, because new pods would no longer wait for it: keep the label, or ask"
        + " one of them";
  }

  static String mayNotBreakGlass(String migration) {
    return Sentences.opensOnlyForSome(migration)
        + "take the annotation off and let the pod wait, or ask one of them";
  }

  static String mayNotBreakGlassOfTemplate(String migration) {
    return Sentences.opensOnlyForSome(migration)
        + "take the annotation off the pod template and let its pods wait, or ask one of them";
  }
}
