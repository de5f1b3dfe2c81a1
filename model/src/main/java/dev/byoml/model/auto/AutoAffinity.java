package dev.byoml.model.auto;

import dev.byoml.model.tenant.Choice;
import dev.byoml.model.tenant.PairAffinity;
import java.util.Optional;

/**
 * The affinities of the candidate that won, moved so that the lowest is 0. They speak of pairs
 * across communities too: there a competition is won or lost as elsewhere, and to put all such
 * pairs on top puts many an ordinary access there on sparse data.
 *
 * @param winner its affinities
 * @param made how it was chosen
 */
record AutoAffinity(PairAffinity winner, Choice made) implements PairAffinity {
  @Override
  public double of(int user, int resource) {
    return Math.max(0, winner.of(user, resource) - winner.lowest());
  }

  @Override
  public void of(int user, int[] resources, int from, int to, double[] affinities) {
    winner.of(user, resources, from, to, affinities);
    for (int i = 0; i < to - from; i++) {
      affinities[i] = Math.max(0, affinities[i] - winner.lowest());
    }
  }

  @Override
  public double lowest() {
    return 0;
  }

  @Override
  public boolean spansCommunities() {
    return true;
  }

  @Override
  public Optional<String> limit() {
    return winner.limit();
  }

  @Override
  public Optional<String> explain(int user, int resource) {
    return winner.explain(user, resource);
  }

  @Override
  public Optional<Choice> choice() {
    return Optional.of(made);
  }
}
