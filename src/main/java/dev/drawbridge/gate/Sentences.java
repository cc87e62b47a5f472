package dev.drawbridge.gate;

import dev.drawbridge.decide.Need;

/**
 * What people are told at admission. The admission policies say the same words. Where a kind is
 * named, it is Deployment or what is held like one.
 */
public final class Sentences {

  private Sentences() {}

  static String changedAfterwards(String kind) {
    return "another admission webhook or policy has changed what holds this "
        + kind
        + ", after Drawbridge had set it: make it leave spec.paused and the annotations of"
        + " drawbridge.dev/ alone";
  }

  static String marksThroughStatus(String kind) {
    return "annotations of drawbridge.dev/ cannot be changed through the status of a "
        + kind
        + ": change the "
        + kind
        + " itself";
  }

  static String leaves(String migration) {
    return "the label drawbridge.dev/migration: "
        + migration
        + " may be changed or taken off only by those who may breakglass"
        + " migrations.drawbridge.dev/"
        + migration
        + " in this namespace, because new pods would no longer wait for it: keep the label, or ask"
        + " one of them";
  }

  /** Of glass that is broken for nothing, or for no reason. */
  public static String saysTooLittle(Need need) {
    return "drawbridge.dev/break-glass must say what it opens and why: write \""
        + need.ask().glassWords()
        + ": <why>\"";
  }

  static String mayNotBreakGlass(String kind, Need need) {
    return opensOnlyForSome(need.migration())
        + "take the annotation off and let the "
        + kind
        + " be held, or ask one of them";
  }

  /** How it begins when somebody may not break the glass. What to do instead follows. */
  public static String opensOnlyForSome(String migration) {
    return "drawbridge.dev/break-glass opens the gate of Migration "
        + migration
        + " only for those who may breakglass migrations.drawbridge.dev/"
        + migration
        + " in this namespace: ";
  }

  static String startsWhatIsHeld(String kind, Need need) {
    return "a held "
        + kind
        + " cannot be scaled up from 0, because that could start pods of the template that waits: it"
        + " needs "
        + need.words()
        + "; leave it at 0 until it is released";
  }

  static String holdsWhatIsNotSeen(String kind, Need need) {
    return "this "
        + kind
        + " has no pods, and Kubernetes has not looked at its last change yet, so that holding it now could start pods of the template that waits: it needs "
        + need.words()
        + "; try again in a moment, or write it with 0 replicas";
  }

  static String held(Need need) {
    return "held: needs "
        + need.words()
        + ", and rolls out when that is verified; see kubectl describe migration "
        + need.migration();
  }

  static String impossibleMigration(String migration) {
    return "held for ever: no Migration can be named "
        + migration
        + "; write small letters, digits, '-' and '.' into the label drawbridge.dev/migration, at"
        + " most 63 characters";
  }

  static String both() {
    return "the template has both drawbridge.dev/schema and drawbridge.dev/release, and waits for"
        + " both: keep one of them";
  }

  static String oddSchema(String version) {
    return "drawbridge.dev/schema: \""
        + version
        + "\" is no version: write it as the migration's history has it, such as \"8\" or \"8.1\"";
  }

  static String glassIsForAnother(Need need) {
    return "drawbridge.dev/break-glass opens nothing: the template asks for something else; write \""
        + need.ask().glassWords()
        + ": <why>\"";
  }

  static String glassIsUsedUp() {
    return "drawbridge.dev/break-glass opens nothing: a template that asks for nothing is opened"
        + " only by the write that sets the annotation; write \"nothing: <why>\" with another why";
  }
}
