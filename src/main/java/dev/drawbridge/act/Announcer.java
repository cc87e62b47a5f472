package dev.drawbridge.act;

import dev.drawbridge.decide.Announcement;
import dev.drawbridge.report.ContentDigest;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Kubernetes events. An event's name follows from what it says, so one that is made again,
 * also by the next process, is the same one. Events are for people: one that cannot be made is
 * logged, and holds nothing up.
 */
public final class Announcer {

  private static final Logger LOGGER = LoggerFactory.getLogger(Announcer.class);

  /** An API server forgets events after an hour, unless it is told otherwise. */
  private static final Duration KEPT_BY_THE_API_SERVER = Duration.ofHours(1);

  private static final int REMEMBERED = 10_000;
  private static final int LONGEST_MESSAGE = 1024;
  private static final int LONGEST_NAME = 200;
  private static final String COMPONENT = "drawbridge";

  private final KubernetesClient client;
  private final Clock clock;
  private final String instance;
  private final Map<String, Instant> made = Collections.synchronizedMap(new Recent());

  /**
   * @param instance the name of this process's pod
   */
  public Announcer(KubernetesClient client, Clock clock, String instance) {
    this.client = client;
    this.clock = clock;
    this.instance = instance;
  }

  public void announce(HasMetadata about, List<Announcement> announcements) {
    announcements.forEach(announcement -> announce(about, announcement));
  }

  private void announce(HasMetadata about, Announcement announcement) {
    var name = name(about, announcement);
    var key = about.getMetadata().getNamespace() + "/" + name;
    var before = made.get(key);
    if (before != null && clock.instant().isBefore(before.plus(KEPT_BY_THE_API_SERVER))) {
      return;
    }
    made.put(key, clock.instant());
    try {
      client.resource(event(about, announcement, name)).create();
    } catch (KubernetesClientException notMade) {
      if (notMade.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        made.remove(key);
        LOGGER.warn(
            "event {} about {} {}/{} was not made: {}",
            announcement.reason(),
            about.getKind(),
            about.getMetadata().getNamespace(),
            about.getMetadata().getName(),
            notMade.getMessage());
      }
    }
  }

  private static String name(HasMetadata about, Announcement announcement) {
    var digest =
        ContentDigest.ofTexts(
            about.getMetadata().getUid(), announcement.reason(), announcement.key());
    var subject = about.getMetadata().getName();
    return subject.substring(0, Math.min(LONGEST_NAME, subject.length()))
        + "."
        + digest.substring(0, 16);
  }

  private Event event(HasMetadata about, Announcement announcement, String name) {
    var metadata = about.getMetadata();
    var now = clock.instant().toString();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(metadata.getNamespace())
        .withName(name)
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .withUid(metadata.getUid())
        .withResourceVersion(metadata.getResourceVersion())
        .endInvolvedObject()
        .withType(announcement.warning() ? "Warning" : "Normal")
        .withReason(announcement.reason())
        .withMessage(clip(announcement.message()))
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .withReportingComponent(COMPONENT)
        .withReportingInstance(instance)
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .build();
  }

  private static String clip(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE - 1) + "…";
  }

  /** The names made last; the oldest is forgotten first. */
  private static final class Recent extends LinkedHashMap<String, Instant> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
      return size() > REMEMBERED;
    }
  }
}
