package dev.drawbridge.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/**
 * Why things are as they are, in one word: the reasons of conditions, of failures and of waiting.
 */
public enum Reason {
  // Nothing is wrong.
  /** The last run was verified, and nothing has changed since. */
  VERIFIED,
  /** Only a plan was asked for: nothing was applied. */
  PLANNED,
  /** A Job is at work. */
  RUNNING,
  /** Another run on the same database, or the limit of runs at once, is in the way. */
  QUEUED,
  /** The spec says not to start. */
  SUSPENDED,
  /** The plan waits for those who must approve of it. */
  AWAITING_APPROVAL,
  /** A Migration that comes first is verified, no old pod is left, and its soak time passes. */
  SOAKING,
  /** No run has been verified yet. */
  NOT_VERIFIED_YET,
  /** What is to stand still while the run works is being stopped. */
  QUIESCING,
  /** A Rollback is under way, and no run is started meanwhile. */
  ROLLING_BACK,
  /** A Rollback has taken the last run back: it is not started again as it was. */
  ROLLED_BACK,
  /** Smoke begins when the Deployments that were let go are rolled out. */
  WAITING_FOR_ROLLOUT,
  /** The checks after the rollout have passed. */
  SMOKE_PASSED,
  /** The looks of the monitor pass. */
  MONITOR_PASSED,
  /** The Migration is being deleted, and no run is started any more. */
  BEING_DELETED,

  // Something that a run needs is not there, or not yet.
  /** A ConfigMap that the spec names does not exist. */
  MISSING_CONFIG_MAP,
  /** The Secret that the spec names does not exist, so the pod cannot start. */
  MISSING_SECRET,
  /** The claim that the spec names does not exist, so the pod cannot start. */
  MISSING_CLAIM,
  /** The Secret lacks a key that is needed to connect. */
  MISSING_SECRET_KEY,
  /** A ConfigMap is there, but of another release than the spec names. */
  WAITING_FOR_INPUTS,
  /**
   * The spec has a field or value that this version of Drawbridge does not know, or that cannot be
   * carried out.
   */
  UNSUPPORTED_SPEC,
  /** The spec is too large for its way to the runner. */
  SPEC_TOO_LARGE,
  /** A Migration that comes first is not verified, or what depends on it not rolled out. */
  WAITING_FOR_DEPENDENCY,
  /** Migrations wait for each other in a circle. */
  DEPENDENCY_CIRCLE,
  /** Something that is to stand still for the run could not come back after it. */
  QUIESCE_REFUSED,
  /** The API server did not accept the Job. */
  JOB_REFUSED,
  /** The API server did not accept the pod that Kubernetes was to make of the Job. */
  POD_REFUSED,
  /** The image of the pod cannot be pulled. */
  IMAGE_NOT_PULLED,
  /** A volume of the pod cannot be mounted. */
  VOLUME_NOT_MOUNTED,
  /** No node takes the pod. */
  NOT_SCHEDULED,
  /** A container of the pod cannot be created. */
  CONTAINER_NOT_CREATED,

  /** What a Rollback is to take back is not there, or was taken back already. */
  NOTHING_TO_ROLL_BACK,
  /** What a Rollback is to take back is what other Migrations, verified later, stand on. */
  HAS_DEPENDANTS,
  /** A Rollback has failed, and the gate stays closed for what it was to take back. */
  ROLLBACK_FAILED,

  // The runner refused before it applied anything.
  /** There is no script in the given places. */
  NO_SCRIPTS,
  /** A file is not a SQL script of Flyway's naming. */
  NOT_A_SCRIPT,
  /** The image of scripts has no such folder. */
  NO_SUCH_FOLDER,
  /** There are more or larger scripts than a runner takes. */
  SCRIPTS_TOO_LARGE,
  /** The same version or file name is there twice. */
  DUPLICATE_SCRIPT,
  /** A script has BEGIN, COMMIT or ROLLBACK in it. */
  TRANSACTION_CONTROL,
  /** A script has a placeholder that no value is given for. */
  PLACEHOLDER_WITHOUT_VALUE,
  /** A script mixes statements that cannot run in a transaction with others. */
  MIXED_SCRIPT,
  /** A script breaks another rule of those that are looked at before anything runs. */
  RULE_BROKEN,
  /** A script would lose data, and {@code guardrails.destructive} says to refuse that. */
  DESTRUCTIVE,
  /** A script that was applied has been changed since. */
  CHECKSUM_CHANGED,
  /** A script that was applied is no longer there. */
  MISSING_SCRIPT,
  /** A script has a lower version than one that is already applied. */
  OUT_OF_ORDER,
  /**
   * An earlier script that cannot run in a transaction has failed half-way, and its row still says
   * so.
   */
  FAILED_SCRIPT_IN_HISTORY,
  /** The database has tables but no history, and no baseline is given. */
  NO_BASELINE,
  /** A script that is to be undone has no undo script. */
  MISSING_UNDO_SCRIPT,
  /** The version to go back to is not one that is applied. */
  NOT_AN_APPLIED_VERSION,
  /** What there is to do is not what was approved. */
  PLAN_CHANGED,
  /**
   * A folder of the pod in which the runner keeps files of its own is full, missing or read-only.
   */
  UNWRITABLE_FOLDER,
  /** What is mounted is not what the run was started for. */
  INPUTS_CHANGED,
  /** The database is not the one that was migrated before. */
  OTHER_DATABASE,

  // The database said no.
  /** The database could not be reached. */
  UNREACHABLE,
  /** The server has no session left for the user. */
  TOO_MANY_CONNECTIONS,
  /** The server was starting, stopping or recovering for too long. */
  SERVER_NOT_READY,
  /** The database takes no writes: a read replica, one in recovery, or one that is set so. */
  READ_ONLY_DATABASE,
  /** A pooler lends sessions for single transactions, so that no lock would hold. */
  POOLED_CONNECTION,
  /** The user or the password is wrong, or the user may not connect. */
  WRONG_CREDENTIALS,
  /** The server is not the one that the certificates are for, or does not speak TLS. */
  UNTRUSTED_SERVER,
  /** The user lacks a right. */
  MISSING_RIGHT,
  /** The database has no room left. */
  DISK_FULL,
  /** What the database has stored is damaged, or its file is no database at all. */
  DAMAGED_DATABASE,
  /** The path of a database file leads to something else, such as a folder. */
  WRONG_PATH,
  /** A check before the migration did not find what it expected. */
  PREFLIGHT_FAILED,
  /** The database could not be saved before the migration. Nothing was changed. */
  BACKUP_FAILED,
  /**
   * What a Rollback was to save before it changes the database could not be saved. Nothing was
   * changed.
   */
  EXPORT_FAILED,
  /** The backup that is to be put back is not there, not whole, or of another database. */
  UNFIT_BACKUP,
  /** Somebody else uses the database that is to be put back. */
  STILL_CONNECTED,
  /** The backup could not be put back. The database is as it was. */
  RESTORE_FAILED,
  /** A script failed in the rehearsal. Nothing was applied. */
  REHEARSAL_FAILED,
  /** A script failed. */
  SCRIPT_FAILED,
  /** A tool ended with an exit code that is not 0, or said that all is not well. */
  STEP_FAILED,
  /** A container was ended because it used more memory than it may. */
  OUT_OF_MEMORY,
  /** A tool ended well, but its version is not the one that it should lead to. */
  VERSION_NOT_REACHED,
  /** The query for a tool's version has no answer. */
  VERSION_NOT_READ,
  /** A statement waited too long for a lock. */
  LOCK_TIMEOUT,
  /** A statement ran too long. */
  STATEMENT_TIMEOUT,
  /** A check after the migration did not find what it expected. */
  VERIFICATION_FAILED,

  // What comes after a run said no.
  /** A check after the rollout did not find what it expected. */
  SMOKE_FAILED,
  /** A Deployment was not rolled out within its progress deadline. */
  ROLLOUT_FAILED,
  /** A check of the monitor did not find what it expected. */
  LOOK_FAILED,
  /** As many looks of the monitor have failed in a row as the spec allows. */
  MONITOR_FAILED,
  /** The API server did not accept the Rollback that {@code onFailure} makes. */
  ROLLBACK_REFUSED,

  // The run was ended.
  /** Stopped from outside. */
  INTERRUPTED,
  /** Stopped on request. */
  CANCELLED,
  /** The deadline passed. */
  DEADLINE_EXCEEDED,
  /** The deadline passed before the pod had started. Nothing was applied. */
  NOT_STARTED,
  /** The runner ended without saying how. */
  CRASHED,
  /** The Job or its pod was removed before the outcome was seen. */
  LOST,
  /** A defect of Drawbridge. */
  INTERNAL_ERROR,
  /** A word that another version wrote. */
  UNKNOWN;

  /** The reason as Kubernetes writes reasons: {@code ScriptFailed}. */
  @JsonValue
  public String word() {
    var word = new StringBuilder();
    for (var part : name().split("_", -1)) {
      word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
    }
    return word.toString();
  }

  /** The reason that {@code word} stands for, or {@link #UNKNOWN}. */
  @JsonCreator
  public static Reason of(String word) {
    return Arrays.stream(values())
        .filter(reason -> reason.word().equals(word))
        .findFirst()
        .orElse(UNKNOWN);
  }
}
