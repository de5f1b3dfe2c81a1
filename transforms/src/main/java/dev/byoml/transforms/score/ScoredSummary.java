package dev.byoml.transforms.score;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.score.ActorStory;
import dev.byoml.model.score.Reason;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.score.Severity;
import dev.byoml.transforms.beam.AccessCoders;
import dev.byoml.transforms.beam.EnumCoder;
import dev.byoml.transforms.beam.RecordCoder;
import java.util.Comparator;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.VarIntCoder;

/**
 * All accesses of one user to one resource in the scored window, and how anomalous they are.
 *
 * @param key who touched what
 * @param totals how often, when, and the entities of the latest access
 * @param scored score, percentile and reason
 * @param severity how much attention they deserve
 * @param actor what is new of the user's whole window
 */
public record ScoredSummary(
    AccessKey key, AccessTotals totals, ScoredAccess scored, Severity severity, ActorStory actor) {
  /** Encodes an access with its score. */
  public static final Coder<ScoredSummary> CODER =
      RecordCoder.of(
          ScoredSummary.class,
          AccessCoders.KEY,
          AccessCoders.TOTALS,
          RecordCoder.of(
              ScoredAccess.class,
              DoubleCoder.of(),
              DoubleCoder.of(),
              EnumCoder.of(Reason.class),
              VarIntCoder.of()),
          EnumCoder.of(Severity.class),
          RecordCoder.of(
              ActorStory.class,
              DoubleCoder.of(),
              VarIntCoder.of(),
              VarIntCoder.of(),
              VarIntCoder.of(),
              VarIntCoder.of(),
              VarIntCoder.of(),
              VarIntCoder.of()));

  /** The order of a list of anomalies: highest score first, equal scores by key. */
  public static final Comparator<ScoredSummary> MOST_ANOMALOUS_FIRST =
      Comparator.comparingDouble((ScoredSummary s) -> s.scored().score())
          .reversed()
          .thenComparing(ScoredSummary::key);

  /** Checks that no part is missing. */
  public ScoredSummary {
    requireNonNull(key, "key");
    requireNonNull(totals, "totals");
    requireNonNull(scored, "scored");
    requireNonNull(severity, "severity");
    requireNonNull(actor, "actor");
  }

  /** Accesses that training has seen, which deserve no attention. */
  public static ScoredSummary seenBefore(AccessKey key, AccessTotals totals, ScoredAccess scored) {
    return new ScoredSummary(key, totals, scored, Severity.INFORMATIONAL, ActorStory.NONE);
  }
}
