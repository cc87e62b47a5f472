package dev.drawbridge.observe;

import dev.drawbridge.api.PlanItem.Part;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The digests of the images that the containers of a run have used, as the kubelet tells them: of
 * the user's own containers, and of scripts that are mounted.
 */
record UsedImages(List<ContainerStatus> parts) {

  private static final String VOLUME = "image-";

  /** From what an image was for to its digest. */
  Map<String, String> byPurpose() {
    var images = new TreeMap<String, String>();
    for (var part : parts) {
      var digest = part.getImageID();
      if (digest != null && !digest.isBlank()) {
        Part.ofContainer(part.getName())
            .ifPresent(of -> images.put("image of " + of.path(part.getName()), digest));
      }
      Stream.ofNullable(part.getVolumeMounts())
          .flatMap(List::stream)
          .filter(mount -> mount.getName() != null && mount.getName().startsWith(VOLUME))
          .filter(mount ->
              mount.getVolumeStatus() != null && mount.getVolumeStatus().getImage() != null)
          .forEach(mount ->
              images.put(
                  purpose(mount.getName().substring(VOLUME.length())),
                  String.valueOf(mount.getVolumeStatus().getImage().getImageRef())));
    }
    return images;
  }

  private static String purpose(String place) {
    return "image of spec.migrate[" + place + "]";
  }
}
