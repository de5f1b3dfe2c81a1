package dev.byoml.model.study;

import dev.byoml.model.matrix.CompressedRows;

/**
 * A baseline without factorization: the users of the resource vote by how alike they are to the
 * user, by the cosine over shared resources where each weighs {@code 1 / ln(2 + its users)}. The
 * score is the negative mean vote.
 */
final class NeighbourVote implements PairScorer {
  private final CompressedRows byUser;
  private final CompressedRows byResource;
  private final double[] weights;
  private final double[] lengths;

  NeighbourVote(CompressedRows accesses) {
    byUser = accesses;
    byResource = accesses.transpose();
    weights = new double[byResource.rowCount()];
    for (int resource = 0; resource < weights.length; resource++) {
      int users = byResource.rowEnd(resource) - byResource.rowStart(resource);
      weights[resource] = 1 / Math.log(2.0 + users);
    }
    lengths = new double[byUser.rowCount()];
    for (int user = 0; user < lengths.length; user++) {
      lengths[user] = Math.sqrt(shared(user, user));
    }
  }

  @Override
  public double score(int user, int resource) {
    double votes = 0;
    int voters = 0;
    for (int i = byResource.rowStart(resource); i < byResource.rowEnd(resource); i++) {
      int voter = byResource.column(i);
      votes += shared(user, voter) / (lengths[user] * lengths[voter]);
      voters++;
    }
    return -votes / voters;
  }

  private double shared(int user, int other) {
    double sum = 0;
    int i = byUser.rowStart(user);
    int j = byUser.rowStart(other);
    while (i < byUser.rowEnd(user) && j < byUser.rowEnd(other)) {
      int difference = byUser.column(i) - byUser.column(j);
      if (difference == 0) {
        sum += weights[byUser.column(i)];
      }
      i += difference <= 0 ? 1 : 0;
      j += difference >= 0 ? 1 : 0;
    }
    return sum;
  }
}
