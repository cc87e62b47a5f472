package dev.drawbridge.runner.process;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is at work, which decides what its sentences tell people to do next. It holds for all
 * that is called {@link #during} it: those who word a sentence are many, and far from where the
 * place is known.
 */
public enum Place {
  /** A pod: people change the Migration, its Secret or its annotations. */
  CLUSTER(
      "set the annotation drawbridge.dev/retry",
      ": a new run starts by itself",
      "the user of the Secret",
      "a file, or a key of the Secret with the authority's certificate",
      "this namespace",
      "spec.database.sqlite.path",
      "The log of the pod",
      " Give both Migrations the same database.queue, so that one starts when the other has ended;"
          + " then"),
  /** A pod that goes back: people make another Rollback. */
  ROLLBACK(
      "create a new Rollback",
      ", then create a new Rollback",
      "the user of the Secret",
      "a file, or a key of the Secret with the authority's certificate",
      "this namespace",
      "spec.database.sqlite.path",
      "The log of the pod",
      " When that one has ended,"),
  /** A pod that only checks, after a run. */
  FOLLOW_UP(
      "set the annotation drawbridge.dev/retry",
      ": it is looked at again by itself",
      "the user of the Secret",
      "a file, or a key of the Secret with the authority's certificate",
      "this namespace",
      "spec.database.sqlite.path",
      "The log of the pod",
      " When that one has ended,"),
  /** A command of somebody who can give it again, with other options. */
  TERMINAL(
      "give the command again",
      ", then give the command again",
      "the user who connects",
      "a file with the authority's certificate",
      "this machine",
      "--database-file",
      "Standard error",
      " When that one has ended,");

  /** The variable that tells a runner's process its place; without it that is a pod. */
  public static final String VARIABLE = "DRAWBRIDGE_PLACE";

  private static final ScopedValue<Place> CURRENT = ScopedValue.newInstance();

  private final String retry;
  private final String onCorrection;
  private final String user;
  private final String certificate;
  private final String origin;
  private final String file;
  private final String log;
  private final String afterAnother;

  Place(
      String retry,
      String onCorrection,
      String user,
      String certificate,
      String origin,
      String file,
      String log,
      String afterAnother) {
    this.retry = retry;
    this.onCorrection = onCorrection;
    this.user = user;
    this.certificate = certificate;
    this.origin = origin;
    this.file = file;
    this.log = log;
    this.afterAnother = afterAnother;
  }

  /** The place of what is being done now. */
  public static Place here() {
    return CURRENT.orElse(CLUSTER);
  }

  /** The one that {@code word} names. */
  public static Place of(@Nullable String word) {
    return Optional.ofNullable(word).map(Place::valueOf).orElse(CLUSTER);
  }

  /** Does {@code work}, in this thread, at this place. */
  public <T> T during(ScopedValue.CallableOp<T, RuntimeException> work) {
    return ScopedValue.where(CURRENT, this).call(work);
  }

  /** How the same is tried once more, as in "then …". */
  public String retry() {
    return retry;
  }

  /** What follows the correction of the spec, with the comma or colon before it. */
  public String onCorrection() {
    return onCorrection;
  }

  /** Whether what a spec says of images is done with images. */
  public boolean usesImages() {
    return this != TERMINAL;
  }

  /** What names the database. */
  public String access(String secret) {
    return this != TERMINAL ? "Secret " + secret : "--database-url";
  }

  /** What is done about a pooler in between. */
  public String directAccess(String secret) {
    return this != TERMINAL
        ? "Add the key direct-uri to Secret %s, with a URL that leads to the server itself"
            .formatted(secret)
        : "Name the server itself in --database-url";
  }

  /** Who has to be granted a right. */
  public String user() {
    return user;
  }

  /** What people call a file, which is {@code mounted} here and {@code known} in the cluster. */
  public String nameOf(Path mounted, String known) {
    return this != TERMINAL ? known : mounted.toString();
  }

  /** How a run gets the right to write to a file. */
  public String rightOnFile() {
    return this != TERMINAL
        ? "Write the application's user and group to spec.pod.securityContext (runAsUser, fsGroup)"
            + onCorrection
        : "Correct its rights, or those of its folder" + onCorrection;
  }

  /** What makes room where the files are that a run needs only for a while. */
  public String roomForTemporaryFiles() {
    return this != TERMINAL
        ? "The disk of the pod's node is full: make room on it, or keep the pod away from that node (spec.pod.affinity)"
        : "Make room on its disk, or name another folder by -Djava.io.tmpdir in JAVA_TOOL_OPTIONS";
  }

  /** How a run gets to write to {@code folder}, which is its own. */
  public String rightOnOwnFolder(Path folder) {
    return this != TERMINAL
        ? "The pod that Drawbridge asks for has a volume there that it can write to: see what has changed it (kubectl get pod -o yaml), such as a webhook of the cluster or a mount of spec.pod"
        : "See that %s is a folder that you can write to".formatted(folder);
  }

  /** Who has to be let write to a file and to its folder. */
  public String userOfFiles() {
    return this != TERMINAL
        ? "the user of the run's pod (spec.pod.securityContext)"
        : "the user who gives the command";
  }

  /** What may be named as a certificate. */
  public String certificate() {
    return certificate;
  }

  /** Where connections come from. */
  public String origin() {
    return origin;
  }

  /** What names the file of a database. */
  public String file() {
    return file;
  }

  /** Where all is that was said. */
  public String log() {
    return log;
  }

  /** How things stand when a check after the scripts has failed. */
  public String appliedButFailed() {
    return switch (this) {
      case CLUSTER -> "The scripts are applied, and the gate stays closed.";
      case ROLLBACK -> "The scripts are undone, and stay so.";
      case FOLLOW_UP -> "The gate stays open.";
      case TERMINAL -> "The scripts are applied.";
    };
  }

  /** What is done about another run in the way, up to how this one is tried again. */
  public String afterAnother() {
    return afterAnother;
  }
}
