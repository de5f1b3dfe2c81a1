package dev.byoml.model.score;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an actor did within a window that training has not seen this actor do.
 *
 * <p>Its score adds up many odd accesses. With the actor's scores in descending order, {@code s1}
 * the highest, it is
 *
 * <pre>max over k of (s1 + ... + sk) / sqrt(k)</pre>
 *
 * <p>The sum of {@code k} independent scores of deviation 1 has deviation {@code sqrt(k)}, so the
 * quotient is on the scale of one score (Stouffer et al., The American Soldier, volume 1, 1949);
 * the maximum over the highest {@code k} keeps a few odd accesses from being lost among many
 * ordinary ones. It is at least the highest score: six accesses of 2.5 give 6.1, one of 2.5 and
 * five of 0 give 2.5. {@code model/docs/ranking.md} compares it with other sums.
 *
 * @param score how anomalous all of it together is, on the scale of a single score
 * @param newAccesses number of resources that are new to the actor
 * @param oddAccesses how many of these lie above the tenant's 95th percentile by themselves
 * @param hosts on how many hosts these resources lie, as far as their names show
 * @param administrativeShares how many of them are administrative shares, as {@code c$} and {@code
 *     admin$}
 * @param administrativeHosts on how many hosts those lie
 * @param communities to how many communities the resources belong that training knows
 */
public record ActorStory(
    double score,
    int newAccesses,
    int oddAccesses,
    int hosts,
    int administrativeShares,
    int administrativeHosts,
    int communities) {
  /** Of an actor who did nothing new. */
  public static final ActorStory NONE = new ActorStory(0, 0, 0, 0, 0, 0, 0);

  /** From this percentile on an access is odd. */
  static final double ODD = 95;

  /** An administrator reaches a server or two for the first time; more are a sweep. */
  private static final int SWEPT_ADMINISTRATIVE_HOSTS = 3;

  private static final int SWEPT_HOSTS = 8;
  private static final Pattern ADMINISTRATIVE = Pattern.compile("(?:admin|[a-z])\\$");

  /**
   * Checks that the numbers can be reported.
   *
   * @throws IllegalArgumentException if the score is not finite or a number is negative
   */
  public ActorStory {
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException("score is not finite: " + score);
    }
    if (newAccesses < 0
        || oddAccesses < 0
        || hosts < 0
        || administrativeShares < 0
        || administrativeHosts < 0
        || communities < 0) {
      throw new IllegalArgumentException("a number of accesses is negative");
    }
  }

  /**
   * The story of resources that are new to an actor.
   *
   * @param resources the resources, at least one
   * @param scores their scores, in the same order
   * @param percentiles the percentiles of these, in the same order
   * @param communities to how many communities the resources belong that training knows
   */
  static ActorStory of(
      List<String> resources, double[] scores, double[] percentiles, int communities) {
    Set<String> hosts = new HashSet<>();
    Set<String> administrativeHosts = new HashSet<>();
    int administrativeShares = 0;
    for (String resource : resources) {
      String host = host(resource);
      boolean administrative = isAdministrative(resource);
      administrativeShares += administrative ? 1 : 0;
      if (!host.isEmpty()) {
        hosts.add(host);
        if (administrative) {
          administrativeHosts.add(host);
        }
      }
    }
    return new ActorStory(
        sum(scores),
        resources.size(),
        (int) Arrays.stream(percentiles).filter(percentile -> percentile >= ODD).count(),
        hosts.size(),
        administrativeShares,
        administrativeHosts.size(),
        communities);
  }

  /** Combines several scores into one. */
  static double sum(double[] scores) {
    double[] ascending = scores.clone();
    Arrays.sort(ascending);
    double highest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (int k = 1; k <= ascending.length; k++) {
      sum += ascending[ascending.length - k];
      highest = Math.max(highest, sum / Math.sqrt(k));
    }
    return highest;
  }

  /**
   * Whether the actor went through the administrative shares of {@value
   * #SWEPT_ADMINISTRATIVE_HOSTS} hosts, or through {@value #SWEPT_HOSTS} hosts, and some of it was
   * odd.
   */
  public boolean isSweep() {
    return oddAccesses > 0
        && (administrativeHosts >= SWEPT_ADMINISTRATIVE_HOSTS || hosts >= SWEPT_HOSTS);
  }

  /** The host in a name such as {@code \\host\share}, or nothing. */
  private static String host(String resource) {
    if (!resource.startsWith("\\\\")) {
      return "";
    }
    int end = resource.indexOf('\\', 2);
    return (end < 0 ? resource.substring(2) : resource.substring(2, end)).toLowerCase(Locale.ROOT);
  }

  private static boolean isAdministrative(String resource) {
    String share = resource.substring(resource.lastIndexOf('\\') + 1).toLowerCase(Locale.ROOT);
    return ADMINISTRATIVE.matcher(share).matches();
  }
}
