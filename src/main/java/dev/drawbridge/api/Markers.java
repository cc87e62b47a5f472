package dev.drawbridge.api;

/** The labels, annotations and finalizers by which Drawbridge and its users mark resources. */
public final class Markers {

  /** The API group, and the prefix of every marker. */
  public static final String GROUP = "drawbridge.dev";

  /**
   * On a Deployment, a Rollout, a pod or a template of pods: the Migration in its namespace that it
   * depends on.
   */
  public static final String MIGRATION_LABEL = GROUP + "/migration";

  /** On a pod template: the schema version that it needs. */
  public static final String SCHEMA_ANNOTATION = GROUP + "/schema";

  /** On a pod template or a ConfigMap of scripts: the application release that it belongs to. */
  public static final String RELEASE_ANNOTATION = GROUP + "/release";

  /**
   * On a Deployment or a Rollout: it is paused by the gate. See {@link #HELD} and {@link
   * #HELD_ALREADY_PAUSED}.
   */
  public static final String HELD_ANNOTATION = GROUP + "/held";

  /** The pause is the gate's: releasing resumes the Deployment. */
  public static final String HELD = "true";

  /** Somebody had paused the Deployment before the gate did: releasing leaves it paused. */
  public static final String HELD_ALREADY_PAUSED = "already-paused";

  /**
   * On a Deployment, a Rollout or a pod that waits at the gate: why, in one sentence. The operator
   * writes it.
   */
  public static final String HELD_BECAUSE_ANNOTATION = GROUP + "/held-because";

  /**
   * On a Deployment, a Rollout, or what makes pods that wait by themselves (StatefulSet, DaemonSet,
   * Job, CronJob): {@code <what the template asks for>: <why>} opens the gate for exactly that,
   * whether it is verified or not. It takes the verb {@code breakglass}.
   */
  public static final String BREAK_GLASS_ANNOTATION = GROUP + "/break-glass";

  /** Beside {@code drawbridge.dev/break-glass}: who opened the gate by it. Admission writes it. */
  public static final String BREAK_GLASS_BY_ANNOTATION = GROUP + "/break-glass-by";

  /** The verb on a Migration by which people may open its gate without it. */
  public static final String BREAK_GLASS_VERB = "breakglass";

  /**
   * On a Deployment: what was asked for when it was last released. Kubernetes copies it to the
   * ReplicaSet, where it tells pods that were let go from others. On a StatefulSet, DaemonSet, Job
   * or CronJob: what its pods need not wait for again, a line each; on a pod: which of them it was.
   */
  public static final String RELEASED_ANNOTATION = GROUP + "/released";

  /**
   * As a label on what makes pods: it remembers releases. The API server finds it by this, to know
   * which of its new pods need not wait.
   */
  public static final String RELEASED_LABEL = RELEASED_ANNOTATION;

  /** The value of {@link #RELEASED_LABEL}. */
  public static final String RELEASED = "true";

  /** As a scheduling gate of a pod: it waits for its Migration. */
  public static final String POD_GATE = MIGRATION_LABEL;

  /** On a Job and its pod: the id of the run that they are. */
  public static final String RUN_LABEL = GROUP + "/run";

  /** On a Job and its pod: the name of the Migration that they are a run of. */
  public static final String MIGRATION_ANNOTATION = GROUP + "/migration-name";

  /** On a Job and its pod: the name of the Rollback that they are the run of. */
  public static final String ROLLBACK_LABEL = GROUP + "/rollback";

  /** On a Job and its pod that only check: smoke or monitor. */
  public static final String FOLLOW_UP_LABEL = GROUP + "/follow-up";

  /** On a Rollback that the operator has made by itself: the run that it takes back. */
  public static final String OF_RUN_ANNOTATION = RUN_LABEL;

  /** On a Job: the digest of the inputs that the run was started with. */
  public static final String INPUTS_ANNOTATION = GROUP + "/inputs";

  /** On a Job: the id of the run before it. */
  public static final String PREVIOUS_ANNOTATION = GROUP + "/previous";

  /** On a Job: the generation of the spec that it was made for. */
  public static final String GENERATION_ANNOTATION = GROUP + "/generation";

  /** On a Job: by what the run reaches the database, a Secret or a claim with a path. */
  public static final String SECRET_ANNOTATION = GROUP + "/secret";

  /** On a Job: the queue that the run occupies. */
  public static final String QUEUE_ANNOTATION = GROUP + "/queue";

  /** On a Job: when the run must have ended. */
  public static final String DEADLINE_ANNOTATION = GROUP + "/deadline";

  /**
   * On a Migration, and on a Job as it was when the run was started: any new value asks for a new
   * run of the same inputs. Taking it off asks for nothing.
   */
  public static final String RETRY_ANNOTATION = GROUP + "/retry";

  /** On a Migration: the id of the run that is to be stopped. */
  public static final String CANCEL_ANNOTATION = GROUP + "/cancel";

  /**
   * On a Migration: the digest of a plan that somebody approves of; with a dot and a name behind
   * it, under that name of spec.approvals. It takes the verb {@code approve}.
   */
  public static final String APPROVE_ANNOTATION = GROUP + "/approve";

  /**
   * On a Migration: who has written {@code drawbridge.dev/approve}, with the same end. Admission
   * sees to it that it is true. On a Job: all who have approved of its plan.
   */
  public static final String APPROVED_BY_ANNOTATION = GROUP + "/approved-by";

  /** The verb on a Migration, or on migrations/NAME, by which people may approve of its plans. */
  public static final String APPROVE_VERB = "approve";

  /** On a Rollback: who has made it. Admission writes it. */
  public static final String REQUESTED_BY_ANNOTATION = GROUP + "/requested-by";

  /**
   * As a label: it stands still for a run. As an annotation: for which, and how it was before. Both
   * are the operator's.
   */
  public static final String QUIESCED = GROUP + "/quiesced";

  /** The value of the label {@link #QUIESCED}. */
  public static final String IS_QUIESCED = "true";

  /**
   * As a finalizer: keeps a Job until its outcome is recorded, a Migration during a run, and a
   * Rollback until its Migration knows how it ended.
   */
  public static final String RUN_FINALIZER = GROUP + "/run";

  private Markers() {}
}
