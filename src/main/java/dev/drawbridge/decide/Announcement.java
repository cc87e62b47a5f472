package dev.drawbridge.decide;

/**
 * A Kubernetes event to be made, once.
 *
 * @param key what makes it the same one when it is made again, beside its subject and its reason
 */
public record Announcement(boolean warning, String reason, String message, String key) {}
