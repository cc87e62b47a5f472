package dev.drawbridge.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a runner is given, as the environment of its process. Written by the operator, read by the
 * runner.
 *
 * @param migration namespace and name, joined by a slash
 * @param run the run's id
 * @param attempt the name of the pod, which tells one attempt from the next
 * @param spec the Migration's spec as JSON, as the user wrote it
 * @param digests from the name of each ConfigMap of scripts to the {@link ContentDigest} that the
 *     run was started for
 * @param deadline when the whole run must have ended
 * @param identity the database that earlier runs have seen, as system identifier and name joined by
 *     a slash; null if none
 * @param databaseDirectory where the Secret is mounted, one file a key
 * @param scriptsDirectory where the ConfigMaps are mounted, one folder each, and the images, each
 *     in its {@link #imageFolder}
 * @param reportFile the termination message file
 * @param reportBytes how much of that file the kubelet keeps
 * @param part which part of the plan this container does; null if it does all
 * @param planOnly whether it only says what it would do
 * @param undoTo the version to go back to by undo scripts, instead of applying any; empty for back
 *     to before the first one; null for an ordinary run
 * @param approvedPlan the digest of the only plan that may be carried out; null if any may
 * @param backups where backups are; null if the run has nothing to do with any
 * @param export what is saved before anything is changed; null if nothing is, or it is a backup
 * @param checksOnly the part of the spec whose checks are all that is done: smoke or monitor; null
 *     for a run that changes something
 */
public record RunnerInput(
    String migration,
    String run,
    String attempt,
    String spec,
    Map<String, String> digests,
    Instant deadline,
    @Nullable String identity,
    Path databaseDirectory,
    Path scriptsDirectory,
    Path reportFile,
    int reportBytes,
    @Nullable Part part,
    boolean planOnly,
    @Nullable String undoTo,
    @Nullable String approvedPlan,
    @Nullable BackupInput backups,
    @Nullable ExportInput export,
    @Nullable String checksOnly) {

  /** The backup that is put back; null if none is. */
  public BackupInput.@Nullable Restored restored() {
    return backups == null ? null : backups.restored();
  }

  /**
   * A part of a plan that is done by several containers.
   *
   * @param stretch which of the plan's stretches, from 0
   * @param shared the folder that all containers of the run share
   */
  public record Part(int stretch, SharedFolder shared) {}

  public static final String STRETCH = "DRAWBRIDGE_STRETCH";
  public static final String SHARED_DIRECTORY = "DRAWBRIDGE_SHARED_DIRECTORY";
  public static final String MIGRATION = "DRAWBRIDGE_MIGRATION";
  public static final String RUN = "DRAWBRIDGE_RUN";
  public static final String ATTEMPT = "DRAWBRIDGE_ATTEMPT";
  public static final String SPEC = "DRAWBRIDGE_SPEC";
  public static final String DIGESTS = "DRAWBRIDGE_DIGESTS";
  public static final String DEADLINE = "DRAWBRIDGE_DEADLINE";
  public static final String IDENTITY = "DRAWBRIDGE_IDENTITY";
  public static final String DATABASE_DIRECTORY = "DRAWBRIDGE_DATABASE_DIRECTORY";
  public static final String SCRIPTS_DIRECTORY = "DRAWBRIDGE_SCRIPTS_DIRECTORY";
  public static final String PLAN_ONLY = "DRAWBRIDGE_PLAN_ONLY";
  public static final String UNDO_TO = "DRAWBRIDGE_UNDO_TO";
  public static final String CHECKS_ONLY = "DRAWBRIDGE_CHECKS_ONLY";
  public static final String APPROVED_PLAN = "DRAWBRIDGE_APPROVED_PLAN";
  public static final String REPORT_FILE = "DRAWBRIDGE_REPORT_FILE";
  public static final String REPORT_BYTES = "DRAWBRIDGE_REPORT_BYTES";

  private static final List<String> REQUIRED =
      List.of(
          MIGRATION,
          RUN,
          ATTEMPT,
          SPEC,
          DIGESTS,
          DEADLINE,
          DATABASE_DIRECTORY,
          SCRIPTS_DIRECTORY,
          REPORT_FILE,
          REPORT_BYTES);

  /** A little less than the 128 KiB of Linux, name and end included. */
  private static final int LONGEST_VARIABLE = 128 * 1024 - 256;

  public RunnerInput {
    digests = Map.copyOf(digests);
    if (planOnly && undoTo != null) {
      throw new IllegalArgumentException("there is no plan of an undo");
    }
    if (checksOnly != null && (planOnly || undoTo != null)) {
      throw new IllegalArgumentException("who only checks does nothing else");
    }
  }

  /**
   * The variables that carry this, in a fixed order. The attempt is left out: only the pod knows
   * its name.
   */
  public Map<String, String> toEnvironment() {
    var variables = new LinkedHashMap<String, String>();
    variables.put(MIGRATION, migration);
    variables.put(RUN, run);
    variables.put(SPEC, ascii(spec));
    variables.put(DIGESTS, json(new TreeMap<>(digests)));
    variables.put(DEADLINE, deadline.toString());
    putIfGiven(variables, IDENTITY, identity);
    variables.put(DATABASE_DIRECTORY, databaseDirectory.toString());
    variables.put(SCRIPTS_DIRECTORY, scriptsDirectory.toString());
    variables.put(REPORT_FILE, reportFile.toString());
    variables.put(REPORT_BYTES, Integer.toString(reportBytes));
    if (part != null) {
      variables.put(STRETCH, Integer.toString(part.stretch()));
      variables.put(SHARED_DIRECTORY, part.shared().path().toString());
    }
    if (planOnly) {
      variables.put(PLAN_ONLY, "true");
    }
    putIfGiven(variables, UNDO_TO, undoTo);
    putIfGiven(variables, CHECKS_ONLY, checksOnly);
    putIfGiven(variables, APPROVED_PLAN, approvedPlan);
    if (backups != null) {
      backups.addTo(variables);
    }
    if (export != null) {
      export.addTo(variables);
    }
    return variables;
  }

  private static void putIfGiven(
      Map<String, String> variables, String name, @Nullable String value) {
    if (value != null) {
      variables.put(name, value);
    }
  }

  /**
   * The input that {@code variables} carry.
   *
   * @throws IllegalArgumentException naming every variable that is missing
   */
  public static RunnerInput fromEnvironment(Map<String, String> variables) {
    var missing = new ArrayList<String>();
    for (var name : REQUIRED) {
      if (!variables.containsKey(name)) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "the runner is started by the operator, in a Job: "
              + String.join(", ", missing)
              + " not set");
    }
    return new RunnerInput(
        required(variables, MIGRATION),
        required(variables, RUN),
        required(variables, ATTEMPT),
        required(variables, SPEC),
        digests(required(variables, DIGESTS)),
        Instant.parse(required(variables, DEADLINE)),
        variables.get(IDENTITY),
        Path.of(required(variables, DATABASE_DIRECTORY)),
        Path.of(required(variables, SCRIPTS_DIRECTORY)),
        Path.of(required(variables, REPORT_FILE)),
        Integer.parseInt(required(variables, REPORT_BYTES)),
        part(variables),
        "true".equals(variables.get(PLAN_ONLY)),
        variables.get(UNDO_TO),
        variables.get(APPROVED_PLAN),
        BackupInput.fromEnvironment(variables),
        ExportInput.fromEnvironment(variables),
        variables.get(CHECKS_ONLY));
  }

  private static @Nullable Part part(Map<String, String> variables) {
    var shared = variables.get(SHARED_DIRECTORY);
    return shared == null
        ? null
        : new Part(
            Integer.parseInt(required(variables, STRETCH)), new SharedFolder(Path.of(shared)));
  }

  /**
   * The folder below the scripts' in which the image of the step at this place is mounted: no
   * ConfigMap has such a name.
   */
  public static String imageFolder(int step) {
    return ".image-" + step;
  }

  /** Whether {@code spec} fits into one variable of a process, which Linux bounds. */
  public static boolean fits(String spec) {
    return ascii(spec).length() <= LONGEST_VARIABLE;
  }

  /**
   * JSON with every character beyond ASCII escaped: a process decodes its environment by its
   * locale, and a container seldom has one. Dollar signs too: in a variable's value the kubelet
   * makes one of two, and takes {@code $(NAME)} for a reference.
   */
  static String ascii(String json) {
    var escaped = new StringBuilder(json.length());
    json.chars()
        .forEach(letter -> {
          if (letter < 0x80 && letter != '$') {
            escaped.append((char) letter);
          } else {
            escaped.append("\\u%04x".formatted(letter));
          }
        });
    return escaped.toString();
  }

  private static String required(Map<String, String> variables, String name) {
    return Objects.requireNonNull(variables.get(name));
  }

  private static String json(Map<String, String> map) {
    try {
      return new JsonMapper().writeValueAsString(map);
    } catch (JsonProcessingException unexpected) {
      throw new IllegalStateException(unexpected);
    }
  }

  private static Map<String, String> digests(String json) {
    try {
      var digests = new LinkedHashMap<String, String>();
      ((Map<?, ?>) Objects.requireNonNull(PlainJson.read(json)))
          .forEach((name, digest) -> digests.put((String) name, (String) digest));
      return digests;
    } catch (IllegalArgumentException | ClassCastException | NullPointerException malformed) {
      throw new IllegalArgumentException(DIGESTS + " is not a JSON object of strings", malformed);
    }
  }
}
