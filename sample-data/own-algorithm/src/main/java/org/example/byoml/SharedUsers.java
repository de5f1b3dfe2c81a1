package org.example.byoml;

import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.tenant.PairAffinity;
import java.util.Locale;
import java.util.Optional;

/** The affinities of one tenant; see {@link SharedUsersAlgorithm}. */
final class SharedUsers implements PairAffinity {
  private final AccessMatrix accesses;
  private final CompressedRows byUser;
  private final CompressedRows byResource;
  private final double smoothing;

  SharedUsers(AccessMatrix accesses, double smoothing) {
    this.accesses = accesses;
    this.byUser = accesses.likelihoods();
    this.byResource = byUser.transpose();
    this.smoothing = smoothing;
  }

  @Override
  public double of(int user, int resource) {
    double sum = 0;
    int others = 0;
    for (int i = byUser.rowStart(user); i < byUser.rowEnd(user); i++) {
      if (byUser.column(i) != resource) {
        sum += likeness(resource, byUser.column(i));
        others++;
      }
    }
    return others == 0 ? 0 : sum / others;
  }

  @Override
  public double lowest() {
    return 0;
  }

  @Override
  public Optional<String> explain(int user, int resource) {
    int nearest = -1;
    double likeness = 0;
    for (int i = byUser.rowStart(user); i < byUser.rowEnd(user); i++) {
      double of = likeness(resource, byUser.column(i));
      if (byUser.column(i) != resource && of > likeness) {
        nearest = byUser.column(i);
        likeness = of;
      }
    }
    return Optional.of(
        nearest < 0
            ? "No resource of this user shares a user with this one."
            : String.format(
                Locale.ROOT,
                "Of what this user touches, %s is most like it by its users (%.2f of 1).",
                accesses.resources().get(nearest),
                likeness));
  }

  private double likeness(int one, int other) {
    int shared = 0;
    int i = byResource.rowStart(one);
    int j = byResource.rowStart(other);
    while (i < byResource.rowEnd(one) && j < byResource.rowEnd(other)) {
      int difference = Integer.compare(byResource.column(i), byResource.column(j));
      shared += difference == 0 ? 1 : 0;
      i += difference <= 0 ? 1 : 0;
      j += difference >= 0 ? 1 : 0;
    }
    return shared / Math.sqrt(smoothedSize(one) * smoothedSize(other));
  }

  private double smoothedSize(int resource) {
    return byResource.rowEnd(resource) - byResource.rowStart(resource) + smoothing;
  }
}
